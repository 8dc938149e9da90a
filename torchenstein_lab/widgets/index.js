/** The widgets' scripts by kind. Each is fetched with the first picture of its kind. */
export const scripts = {
  show: () => import('./show.js')
};
