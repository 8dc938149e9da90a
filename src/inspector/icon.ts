import { LabIcon } from '@jupyterlab/ui-components';

/** A small tensor: cells in two rows, and a third axis behind. */
export const tensorsIcon = new LabIcon({
  name: 'torchenstein-lab:tensors',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24" fill="none" ' +
    'stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">' +
    '<g class="jp-TorchensteinIcon">' +
    '<path d="M3 9.5h12v11H3zM3 15h12M9 9.5v11"/>' +
    '<path d="m3 9.5 5-6h12l-5 6M20 3.500v11l-5 6M17.500 6.500v11M11.800 9.500l5-6"/>' +
    '</g></svg>'
});
