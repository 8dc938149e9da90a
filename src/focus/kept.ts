/** Where the state database keeps what the focus mode has put away. */
export const KEPT = 'torchenstein-lab:focus';
