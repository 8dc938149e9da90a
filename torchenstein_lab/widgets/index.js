/** The widgets' scripts by kind. Each is fetched with the first picture of its kind. */
export const scripts = {
  attention: () => import('./attention.js'),
  bits: () => import('./bits.js'),
  broadcast: () => import('./broadcast.js'),
  curves: () => import('./curves.js'),
  diff: () => import('./diff.js'),
  einsum: () => import('./einsum.js'),
  graph: () => import('./graph.js'),
  landscape: () => import('./landscape.js'),
  matmul: () => import('./matmul.js'),
  memory: () => import('./memory.js'),
  show: () => import('./show.js')
};
