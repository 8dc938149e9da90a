import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { apiPlugin } from './api/plugin';
import { badgesPlugin } from './badges/plugin';
import { commandsPlugin } from './commands/plugin';
import { panelPlugin } from './course/panel-plugin';
import { coursePlugin } from './course/plugin';
import { exercisePlugin } from './exercise/plugin';
import { explainPlugin } from './explain/plugin';
import { focusPlugin } from './focus/plugin';
import { inspectorPlugin } from './inspector/plugin';
import { lessonsPlugin } from './lessons/plugin';
import { voicePlugin } from './voice/plugin';
import { widgetsPlugin } from './widgets/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  apiPlugin,
  coursePlugin,
  lessonsPlugin,
  panelPlugin,
  exercisePlugin,
  explainPlugin,
  commandsPlugin,
  voicePlugin,
  focusPlugin,
  badgesPlugin,
  widgetsPlugin,
  inspectorPlugin
];

export default plugins;
