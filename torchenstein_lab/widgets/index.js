/** The widgets' scripts by kind. Each is fetched with the first picture of its kind. */
export const scripts = {
  graph: () => import('./graph.js'),
  show: () => import('./show.js')
};
