import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { FIRST, PACK, lessonText, solutionOf } from './course-text';

/** What the tests need of the application that JupyterLab and Notebook put into the page. */
interface IApp {
  restored: Promise<void>;
  commands: { execute: (id: string, args: object) => Promise<unknown> };
  shell: { currentWidget: ILessonWidget | null };
}

interface ICellModel {
  type: string;
  executionCount?: number | null;
  getMetadata: (key: string) => unknown;
  sharedModel: {
    getSource: () => string;
    setSource: (source: string) => void;
  };
}

interface ILessonWidget {
  context?: {
    path: string;
    model: { dirty: boolean; getMetadata: (key: string) => unknown };
    save: () => Promise<void>;
    rename: (name: string) => Promise<void>;
  };
  content: {
    activeCellIndex: number;
    widgets: { model: ICellModel }[];
    activate: () => void;
    scrollToItem: (index: number, align: string) => Promise<void>;
  };
  /** Only documents with a kernel have one. */
  sessionContext?: {
    session: {
      kernel: {
        status: string;
        restart: () => Promise<void>;
        interrupt: () => Promise<void>;
      } | null;
    } | null;
    shutdown: () => Promise<void>;
  };
}

/** The page's own global object, as the functions see it that run inside the page. */
declare const window: { jupyterapp?: IApp };

/**
 * JupyterLab (or Notebook) with the course in it, as a learner sees it. Only what every version has is used.
 */
export class LabPage {
  /** `url` is the server's address, without a slash at the end. */
  constructor(
    readonly page: Page,
    private readonly url: string
  ) {}

  /** The course in the left sidebar. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: 'Course', exact: true });
  }

  /** Load the application with an empty workspace, or as it was left. */
  async goto(path = 'lab?reset'): Promise<void> {
    await this.page.goto(`${this.url}/${path}`);
    await this.ready();
  }

  /** Wait until the application is there. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => window.jupyterapp !== undefined);
    await this.page.evaluate(() => window.jupyterapp?.restored);
  }

  async execute(command: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, given]) => {
        await window.jupyterapp?.commands.execute(id, given);
      },
      [command, args] as const
    );
  }

  /** Open the panel at a section, by its tab. */
  async section(name: 'Badges and journal' | 'Course' | 'Lesson') {
    if (!(await this.panel.isVisible())) {
      await this.execute('torchenstein:open-course');
    }
    await this.panel.getByRole('tab', { name, exact: true }).click();
  }

  /** Open a lesson, and wait for its kernel. */
  async openLesson(lesson = FIRST): Promise<void> {
    await this.execute('torchenstein:open-lesson', { pack: PACK, lesson });
    await this.idle();
  }

  /** Wait until the notebook in front has a kernel that waits for work. */
  async idle(): Promise<void> {
    await expect.poll(async () => this.kernelStatus()).toBe('idle');
  }

  async kernelStatus(): Promise<string | undefined> {
    return this.page.evaluate(
      () =>
        window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
          ?.status
    );
  }

  /** The path of the notebook in front. */
  async path(): Promise<string> {
    return this.page.evaluate(
      () => window.jupyterapp?.shell.currentWidget?.context?.path ?? ''
    );
  }

  /** Whether the kernel has said what it is, and the notebook in front counts as changed. */
  async isChanged(): Promise<{ isKernelKnown: boolean; isDirty: boolean }> {
    return this.page.evaluate(() => {
      const model = window.jupyterapp?.shell.currentWidget?.context?.model;
      const info = model?.getMetadata('language_info') as
        | { version?: string }
        | undefined;
      return {
        isKernelKnown: info?.version !== undefined,
        isDirty: model?.dirty ?? false
      };
    });
  }

  async save(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.jupyterapp?.shell.currentWidget?.context?.save();
    });
  }

  /** Put the focus on the notebook, as a click between its cells does: letters are commands now. */
  async focusNotebook(): Promise<void> {
    await this.execute('notebook:enter-command-mode');
    await this.page.evaluate(() => {
      window.jupyterapp?.shell.currentWidget?.content.activate();
    });
  }

  /** Give the notebook in front another name. */
  async rename(name: string): Promise<void> {
    await this.page.evaluate(async newName => {
      await window.jupyterapp?.shell.currentWidget?.context?.rename(newName);
    }, name);
  }

  async restartKernel(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.restart();
    });
  }

  async interruptKernel(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.interrupt();
    });
  }

  async shutDownKernel(): Promise<void> {
    await this.page.evaluate(async () => {
      await window.jupyterapp?.shell.currentWidget?.sessionContext?.shutdown();
    });
  }

  /** Bring the first code cell into view whose metadata names this exercise, known or not. */
  async showCellOf(exercise: string): Promise<void> {
    await new ExerciseCell(this, exercise, 0, exercise).scrollTo();
  }

  /** Run every cell that is no exercise from the top to an exercise, as somebody does who reads on. */
  async readOnTo(exercise: string): Promise<void> {
    await this.page.evaluate(async id => {
      const content = window.jupyterapp?.shell.currentWidget?.content;
      const exerciseOf = (model: ICellModel) =>
        (model.getMetadata('torchenstein') as { exercise?: string } | undefined)
          ?.exercise;
      for (const [index, { model }] of (content?.widgets ?? []).entries()) {
        const found = exerciseOf(model);
        if (found === id) {
          return;
        }
        const isNew = model.executionCount === null;
        if (content && model.type === 'code' && found === undefined && isNew) {
          content.activeCellIndex = index;
          await window.jupyterapp?.commands.execute('notebook:run-cell', {});
        }
      }
    }, exercise);
  }

  /** Put a code cell below the one in front, and leave it the active one. */
  async insertCell(source: string): Promise<void> {
    await this.execute('notebook:insert-cell-below');
    await this.page.evaluate(text => {
      const content = window.jupyterapp?.shell.currentWidget?.content;
      content?.widgets[content.activeCellIndex]?.model.sharedModel.setSource(
        text
      );
    }, source);
  }

  /** Start to run the active cell, without waiting for its end. */
  async begin(): Promise<void> {
    await this.page.evaluate(() => {
      void window.jupyterapp?.commands.execute('notebook:run-cell', {});
    });
  }

  /** An exercise of the lesson in front, brought into view; `copy` counts cells of the same exercise. */
  async exercise(
    id: string,
    copy = 0,
    lesson: string = FIRST
  ): Promise<ExerciseCell> {
    const title = lessonText(lesson).exercises.find(
      one => one.id === id
    )?.title;
    const cell = new ExerciseCell(this, id, copy, title ?? id);
    await cell.show();
    return cell;
  }
}

/**
 * An exercise cell with its bar.
 */
export class ExerciseCell {
  constructor(
    private readonly lab: LabPage,
    readonly id: string,
    private readonly copy: number,
    readonly title: string
  ) {
    this.cell = lab.page
      .locator('.jp-CodeCell')
      .filter({
        has: lab.page
          .locator('.jp-TorchensteinExerciseBar-title')
          .getByText(title, { exact: true })
      })
      .nth(copy);
  }

  readonly cell: Locator;

  get bar(): Locator {
    return this.cell.locator('.jp-TorchensteinExerciseBar');
  }

  get verdict(): Locator {
    return this.bar.getByRole('status');
  }

  button(name: RegExp | string): Locator {
    return this.bar.getByRole('button', { name });
  }

  /** Scroll to the cell and make it the active one, as the outline does. */
  async show(): Promise<void> {
    await this.scrollTo();
    await expect(this.cell).toBeVisible();
  }

  async scrollTo(): Promise<void> {
    await expect
      .poll(async () =>
        this.lab.page.evaluate(
          async ([id, copy]) => {
            const { content } = window.jupyterapp?.shell.currentWidget ?? {
              content: undefined
            };
            const places = (content?.widgets ?? []).flatMap((cell, index) => {
              const mark = cell.model.getMetadata('torchenstein');
              return cell.model.type === 'code' &&
                (mark as { exercise?: string } | undefined)?.exercise === id
                ? [index]
                : [];
            });
            const index = places[copy];
            if (content === undefined || index === undefined) {
              return false;
            }
            content.activeCellIndex = index;
            await content.scrollToItem(index, 'start');
            return true;
          },
          [this.id, this.copy] as const
        )
      )
      .toBe(true);
  }

  /** Put an answer into the cell, in one stroke. */
  async write(source: string): Promise<void> {
    await this.lab.page.evaluate(text => {
      const { content } = window.jupyterapp?.shell.currentWidget ?? {
        content: undefined
      };
      content?.widgets[content.activeCellIndex]?.model.sharedModel.setSource(
        text
      );
    }, source);
  }

  async source(): Promise<string> {
    return this.lab.page.evaluate(() => {
      const { content } = window.jupyterapp?.shell.currentWidget ?? {
        content: undefined
      };
      return (
        content?.widgets[
          content.activeCellIndex
        ]?.model.sharedModel.getSource() ?? ''
      );
    });
  }

  /** The numbers that the learner was dealt, `null` where none are. */
  async deal(): Promise<number | null> {
    return this.lab.page.evaluate(() => {
      const { content } = window.jupyterapp?.shell.currentWidget ?? {
        content: undefined
      };
      const mark = content?.widgets[content.activeCellIndex]?.model.getMetadata(
        'torchenstein'
      ) as { deal?: number } | undefined;
      return mark?.deal ?? null;
    });
  }

  /** Put the reference solution into the cell. */
  async solve(lesson: string = FIRST): Promise<void> {
    await this.write(solutionOf(lesson, this.id, await this.deal()));
  }

  /** Type an answer as a learner does: into the editor, over what is there. */
  async type(source: string): Promise<void> {
    await this.cell.locator('.cm-content').click();
    await this.lab.page.keyboard.press('ControlOrMeta+A');
    await this.lab.page.keyboard.insertText(source);
  }

  /** Click *Check answer*, and wait for a verdict with these words. */
  async check(words: RegExp | string): Promise<void> {
    await this.button('Check answer').click();
    await expect(this.verdict).toContainText(words);
    await expect(this.button('Check answer')).toBeVisible();
  }
}
