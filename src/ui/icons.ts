import { LabIcon } from '@jupyterlab/ui-components';

/** Line drawings on a 24 × 24 ground, one stroke, in the colour of the text around. */
function drawing(paths: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24" fill="none" ' +
    `stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`
  );
}

/** The professor: hair that has met a spark, round glasses, one raised brow. */
export const professorIcon = new LabIcon({
  name: 'torchenstein-lab:professor',
  svgstr: drawing(
    '<g class="jp-TorchensteinIcon">' +
      '<path d="M5.2 12.2 2 11.4l2-2.2L1.8 6.6l3.3-.5L5 2.8l3.1 1.6L9.6 1.4 12 3.8l2.4-2.4 1.5 3L19 2.8l-.1 3.3 3.3.5L20 9.2l2 2.2-3.2.8"/>' +
      '<path d="M5.2 9.8v4.4a6.8 6.8 0 0 0 13.6 0V9.8"/>' +
      '<circle cx="8.9" cy="12.6" r="2.5"/><circle cx="15.1" cy="12.6" r="2.5"/>' +
      '<path d="M11.4 12.3q.6-.5 1.2 0M7 8.9l3-.5M14 7.9l3 .4M9.6 17.6q2.4 1.5 4.8 0"/>' +
      '</g>'
  )
});

/** The duck, who listens. */
export const duckIcon = new LabIcon({
  name: 'torchenstein-lab:duck',
  svgstr: drawing(
    '<g class="jp-TorchensteinIcon">' +
      '<path d="M10.3 10.2A4.3 4.3 0 1 1 17.4 8l3.4 1.1q-.6 2-3.7 2.1 3.2 2 3.2 4.8 0 4.6-7.3 4.6-8.4 0-9.8-7.4 3.8 1.7 7.1-3z"/>' +
      '<path d="M9.4 15.3q2.2 2.3 5.6.6"/><circle cx="14.4" cy="6.6" r=".5"/>' +
      '</g>'
  )
});

/** A medal on a ribbon: a badge. */
export const medalIcon = new LabIcon({
  name: 'torchenstein-lab:medal',
  svgstr: drawing(
    '<g class="jp-TorchensteinIcon">' +
      '<path d="m8.3 9.3-3.8-6.8h4.6l2.9 5.1 2.9-5.1h4.6l-3.8 6.8"/>' +
      '<circle cx="12" cy="14.8" r="6.3"/>' +
      '<path d="m12.8 11.2-2.9 4h4.2l-2.9 3.6"/>' +
      '</g>'
  )
});
