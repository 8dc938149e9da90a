import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';

import type { IClient, ICourse, ILessonKey } from '../tokens';
import { ExerciseModel } from './model';
import type { Turnstile } from './turnstile';

type Context = DocumentRegistry.IContext<INotebookModel>;

/**
 * Holds the exercise models of open notebooks by cell id, so that two views of a notebook share them, and a
 * cell that was moved, or cut and brought back by Undo, finds its verdict again.
 */
export class ModelShelf {
  constructor(options: ModelShelf.IOptions) {
    this._options = options;
  }

  /** The model of an exercise cell, made when it is asked for first. */
  take(
    context: Context,
    cell: string,
    lesson: ILessonKey,
    exercise: string
  ): ExerciseModel {
    const shelf = this._shelf(context);
    const id = [cell, lesson.pack, lesson.lesson, exercise].join('\n');
    let model = shelf.get(id);
    if (!model) {
      model = new ExerciseModel({ ...this._options, lesson, exercise });
      shelf.set(id, model);
      void model.load();
    }
    return model;
  }

  private _shelf(context: Context): Map<string, ExerciseModel> {
    const known = this._shelves.get(context);
    if (known) {
      return known;
    }
    const shelf = new Map<string, ExerciseModel>();
    this._shelves.set(context, shelf);
    context.disposed.connect(() => {
      this._shelves.delete(context);
      for (const model of shelf.values()) {
        model.dispose();
      }
    });
    return shelf;
  }

  private readonly _options: ModelShelf.IOptions;
  private readonly _shelves = new Map<Context, Map<string, ExerciseModel>>();
}

export namespace ModelShelf {
  export interface IOptions {
    client: IClient;
    course: ICourse;
    turnstile: Turnstile;
  }
}
