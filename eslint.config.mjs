// What the formatter cannot see: types that lie, promises nobody awaits, strings nobody translates, signals nobody
// disconnects. `jlpm eslint:check` allows no warning, so a rule that says "warn" stops the gate as well.
import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '.venv',
      'build',
      'coverage',
      'dist',
      'lib',
      'torchenstein_course',
      'torchenstein_lab/labextension',
      'ui-tests/playwright-report',
      'ui-tests/test-results'
    ]
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs,ts,tsx}'],
    extends: [js.configs.recommended],
    rules: { curly: 'error', eqeqeq: 'error', 'prefer-arrow-callback': 'error' }
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.test.json', 'ui-tests/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      // JupyterLab names interfaces with an I; a token and its interface share one name.
      '@typescript-eslint/no-redeclare': 'off',
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // After an `await` a getter such as `isDisposed` may say something else than before: the compiler cannot know.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `signal.connect(this._onChange, this)`: jupyter/require-signal-this-arg holds the second half.
      '@typescript-eslint/unbound-method': 'off',
      // An empty string often means "none".
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Null means "not there yet" in Lumino; a getter that says so is clearer than one that throws.
      '@typescript-eslint/class-literal-property-style': 'off'
    }
  },
  {
    files: ['src/**/*.tsx'],
    extends: [a11y.flatConfigs.strict],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error'
    }
  },
  { plugins: { jupyter } },
  jupyter.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      // A plugin's model, its tokens and the one API client are what activation is about; views are not.
      'jupyter/prefer-lazy-imports': [
        'error',
        { ignoreImports: ['./model', './tokens', '../tokens', '../api', '../api/*', '../contracts'] }
      ]
    }
  },
  { files: ['src/contracts.ts'], rules: { '@typescript-eslint/consistent-indexed-object-style': 'off' } },
  // Node's and jsdom's globals: TypeScript knows them, plain JavaScript files have nobody to ask.
  { files: ['**/*.{cjs,mjs}', 'torchenstein_lab/widgets/*.js'], rules: { 'no-undef': 'off' } },
  {
    // Lumino hands its messages and children on; tests own what they make.
    files: ['**/__tests__/**', 'ui-tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'jupyter/no-untranslated-string': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/require-disposable-transfer': 'off',
      'jupyter/command-described-by': 'off'
    }
  },
  prettier
);
