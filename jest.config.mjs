// JupyterLab's packages are ES modules, and jest wants CommonJS: ts-jest translates both them and ours, one file at a
// time and without checking types (`jlpm typecheck` does that), and keeps the result in build/jest.
const esModules = [
  '@codemirror',
  '@jupyter',
  '@jupyterlab',
  '@lezer',
  '@marijn',
  '@microsoft',
  '@rjsf',
  'crelt',
  'd3(-[a-z-]+)?',
  'delaunator',
  'exenv-es6',
  'internmap',
  'lib0',
  'lodash-es',
  'nanoid',
  'robust-predicates',
  'style-mod',
  'vscode-jsonrpc',
  'vscode-ws-jsonrpc',
  'w3c-keyname',
  'y-protocols',
  'yjs'
];

export default {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/__tests__/**/*.spec.{ts,tsx}'],
  setupFiles: ['<rootDir>/scripts/jest/setup.cjs'],
  cacheDirectory: '<rootDir>/build/jest',
  transform: {
    '^.+\\.[jt]sx?$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: {
          allowJs: true,
          esModuleInterop: true,
          isolatedModules: true,
          jsx: 'react-jsx',
          module: 'commonjs',
          moduleResolution: 'node10',
          resolveJsonModule: true,
          target: 'ES2022'
        }
      }
    ],
    '\\.svg$': '<rootDir>/scripts/jest/svg.cjs'
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
  moduleNameMapper: { '\\.css$': 'identity-obj-proxy' },
  modulePathIgnorePatterns: [
    '<rootDir>/build',
    '<rootDir>/lib',
    '<rootDir>/.venv',
    '<rootDir>/torchenstein_lab/labextension'
  ],
  maxWorkers: 2
};
