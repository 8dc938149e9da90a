import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

const plugins: JupyterFrontEndPlugin<unknown, JupyterFrontEnd.IShell>[] = [];

export default plugins;
