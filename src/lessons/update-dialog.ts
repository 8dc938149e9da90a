import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { UpdateChoice } from './model';

/**
 * Asks what to do with a newer version of a lesson, in plain words.
 */
export async function askAboutUpdate(
  trans: TranslationBundle
): Promise<UpdateChoice> {
  const result = await showDialog({
    title: trans.__('A newer version of this lesson is installed'),
    body: trans.__(
      'Bringing your copy up to date keeps your code and your own cells, and takes the new text around them. A backup of your copy is made first.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Later') }),
      Dialog.cancelButton({
        label: trans.__('Keep my copy'),
        actions: ['keep'],
        caption: trans.__('You are not asked again for this version.')
      }),
      Dialog.okButton({ label: trans.__('Bring up to date') })
    ],
    defaultButton: 2
  });
  if (result.button.accept) {
    return 'merge';
  }
  return result.button.actions.includes('keep') ? 'keep' : 'later';
}
