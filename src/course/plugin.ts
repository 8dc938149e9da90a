import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';

import { IClient, ICourse } from '../tokens';
import { CourseModel } from './model';

export const coursePlugin: JupyterFrontEndPlugin<ICourse> = {
  id: 'torchenstein-lab:course',
  description: 'Provides the course map and the learner’s progress.',
  autoStart: true,
  requires: [IClient],
  provides: ICourse,
  activate: (app: JupyterFrontEnd, client: IClient): ICourse => {
    const course = new CourseModel(client);
    // Nobody waits for the map: it is asked for once JupyterLab itself stands.
    void app.restored.then(() => course.refresh());
    return course;
  }
};
