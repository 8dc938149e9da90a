/** The widgets' scripts by kind. Each is fetched with the first picture of its kind. */
export const scripts = {
  bits: () => import('./bits.js'),
  broadcast: () => import('./broadcast.js'),
  einsum: () => import('./einsum.js'),
  graph: () => import('./graph.js'),
  matmul: () => import('./matmul.js'),
  memory: () => import('./memory.js'),
  show: () => import('./show.js')
};
