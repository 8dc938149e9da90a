// Class names follow JupyterLab: .jp-TorchensteinBlock, .jp-TorchensteinBlock-part, .jp-mod-state.
export default {
  extends: ['stylelint-config-standard'],
  reportNeedlessDisables: true,
  rules: {
    'selector-class-pattern': [
      '^(jp|lm|cm|tl)-[A-Za-z0-9]+(-[A-Za-z0-9]+)*$',
      {
        message: 'Write .jp-TorchensteinBlock-part or a class of JupyterLab, Lumino or CodeMirror.'
      }
    ],
    'selector-id-pattern': null,
    'custom-property-pattern': '^(jp|torchenstein)-[a-z0-9-]+$',
    'color-no-hex': [
      true,
      {
        message: 'Colours come from --jp-* variables, so that every theme works.'
      }
    ],
    'color-named': [
      'never',
      {
        message: 'Colours come from --jp-* variables, so that every theme works.'
      }
    ],
    'no-descending-specificity': null,
    'declaration-empty-line-before': null
  },
  ignoreFiles: ['torchenstein_lab/labextension/**', '**/node_modules/**']
};
