import type { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Menu } from '@lumino/widgets';

import { keepPlainKeys } from '../ui/plain-keys';
import { useSignal } from '../ui/use-signal';
import type { IBarActions } from './bar-view';
import { BarLine, ChoiceRows, ProblemRow, QuestionRow } from './bar-view';
import type { BarSettings } from './bar-settings';
import {
  CleanRoomDetails,
  CleanRoomRow,
  CleanRoomSentence
} from './clean-room-view';
import { CheckSource, Hints, Solution } from './drawers';
import type { ExerciseSite } from './site';
import type { IVerdictProps } from './verdict-props';
import { verdictProps } from './verdict-props';
import { VerdictDetails, VerdictSentence } from './verdict-view';

const CHECK = 'torchenstein:check-answer';
const NEXT = 'torchenstein:next-exercise';

/**
 * The bar under an exercise cell, with the verdict and whatever else is open below it.
 */
export class ExerciseBar extends ReactWidget {
  constructor(options: ExerciseBar.IOptions) {
    super();
    this._options = options;
    this._trans = options.translator.load('torchenstein_lab');
    this.addClass('jp-TorchensteinExerciseBar');
    this.node.dataset.exercise = options.site.id;
    const { model, cell } = options.site;
    model.noteSource(cell.source);
    options.cell.model.contentChanged.connect(this._onContentChanged, this);
    model.judged.connect(this._onJudged, this);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    Signal.clearData(this);
    this._menu?.dispose();
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.node.addEventListener('keydown', keepPlainKeys);
  }

  protected override onBeforeDetach(msg: Message): void {
    this.node.removeEventListener('keydown', keepPlainKeys);
    super.onBeforeDetach(msg);
  }

  protected override render() {
    return (
      <Bar {...this._options} trans={this._trans} openMenu={this._openMenu} />
    );
  }

  private _onContentChanged(): void {
    const { model, cell } = this._options.site;
    model.noteSource(cell.source);
  }

  private _onJudged(): void {
    if (this._options.settings.scrollToVerdict && this.isVisible) {
      // After React has drawn it.
      requestAnimationFrame(() => {
        this.node
          .querySelector('.jp-TorchensteinVerdict')
          ?.scrollIntoView({ block: 'nearest' });
      });
    }
  }

  private readonly _openMenu = (anchor: HTMLElement): void => {
    const { panel, cell, commands } = this._options;
    // The commands act on the active cell, as they do from the menu bar.
    panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
    this._menu?.dispose();
    const menu = (this._menu = new Menu({ commands }));
    for (const command of [
      'torchenstein:check-in-clean-room',
      'torchenstein:show-hint',
      'torchenstein:show-solution',
      'torchenstein:show-check',
      'torchenstein:deal-numbers',
      'torchenstein:reset-exercise'
    ]) {
      if (commands.hasCommand(command)) {
        menu.addItem({ command });
      }
    }
    menu.aboutToClose.connect(() => {
      anchor.focus();
    });
    const { left, bottom } = anchor.getBoundingClientRect();
    menu.open(left, bottom);
  };

  private readonly _options: ExerciseBar.IOptions;
  private readonly _trans: TranslationBundle;
  private _menu: Menu | null = null;
}

export namespace ExerciseBar {
  export interface IOptions {
    site: ExerciseSite;
    panel: NotebookPanel;
    cell: CodeCell;
    settings: BarSettings;
    commands: CommandRegistry;
    translator: ITranslator;
  }
}

interface IBarProps extends ExerciseBar.IOptions {
  trans: TranslationBundle;
  openMenu: (anchor: HTMLElement) => void;
}

function Bar(props: IBarProps) {
  const { site, settings, commands, trans } = props;
  const { model } = site;
  useSignal(model.changed);
  useSignal(settings.changed);

  const exercise = model.exercise;
  if (!model.isLoaded) {
    return model.problem ? (
      <ProblemRow problem={model.problem}>
        <button type="button" onClick={() => void model.load()}>
          {trans.__('Try again')}
        </button>
      </ProblemRow>
    ) : (
      <div className="jp-TorchensteinExerciseBar-line jp-mod-loading" aria-busy>
        <span className="jp-TorchensteinSkeleton" />
      </div>
    );
  }
  if (!exercise) {
    return (
      <ProblemRow
        problem={unknownExercise(model.id, model.lessonTitle, trans)}
      />
    );
  }
  const actions: IBarActions = {
    check: () => {
      site.check();
    },
    cancel: () => {
      site.cancel();
    },
    hint: () => {
      site.hint();
    },
    solution: () => {
      site.solution();
    },
    showCheck: () => {
      site.showCheck();
    },
    undo: () => {
      model.undoReset(site.cell);
    },
    menu: event => {
      props.openMenu(event.currentTarget);
    }
  };
  return (
    <>
      <BarLine
        exercise={exercise}
        progress={model.progress}
        hint={model.hintInReach}
        phase={model.phase}
        drawer={model.drawer}
        canUndo={model.canUndo}
        helpButtons={settings.helpButtons}
        shortcut={shortcutOf(commands)}
        actions={actions}
        trans={trans}
      />
      {model.cleanRoom.state && (
        <CleanRoomRow
          state={model.cleanRoom.state}
          isStopping={model.cleanRoom.isStopping}
          cancel={() => {
            void model.cleanRoom.cancel();
          }}
          trans={trans}
        />
      )}
      <ChoiceRows
        choices={model.choices(site.cell.deal)}
        source={site.cell.source}
        isWritable={site.writable}
        choose={(name, option) => {
          model.choose(site.cell, name, option);
        }}
        trans={trans}
      />
      {model.question && (
        <QuestionRow
          question={model.question}
          isWritable={site.writable}
          yes={() => {
            void (model.question === 'reset'
              ? model.reset(site.cell)
              : model.reveal(site.cell.deal, true));
          }}
          no={() => {
            model.dropQuestion();
          }}
          trans={trans}
        />
      )}
      <Verdict {...props} />
      <OpenDrawer {...props} check={exercise.check} />
    </>
  );
}

/** The live region is always there, so that a screen reader notices what is put into it. */
function Verdict(props: IBarProps) {
  const { site, commands, trans } = props;
  const { model } = site;
  const verdict = model.verdict && verdictProps(model.verdict);
  const { reply } = model.cleanRoom;
  const clean = reply?.check.verdict === model.verdict ? reply : null;
  const classes = ['jp-TorchensteinVerdict'];
  if (verdict) {
    classes.push(`jp-mod-${verdict.tone}`);
  }
  if (model.isStale) {
    classes.push('jp-mod-stale');
  }
  if (!verdict && !model.problem && model.notice === null) {
    classes.push('jp-mod-empty');
  }
  return (
    <div className={classes.join(' ')}>
      <div role="status" aria-live="polite">
        {model.problem && <ProblemRow problem={model.problem} />}
        {verdict && (
          <VerdictSentence
            verdict={verdict}
            isStale={model.isStale}
            trans={trans}
          />
        )}
        {clean && <CleanRoomSentence reply={clean} trans={trans} />}
        {model.notice !== null && (
          <p className="jp-TorchensteinExerciseBar-notice">{model.notice}</p>
        )}
      </div>
      {clean && (
        <CleanRoomDetails
          reply={clean}
          own={site.cell.id}
          goTo={cell => {
            site.cell.goTo(cell);
          }}
          trans={trans}
        />
      )}
      {verdict && (
        <VerdictDetails
          verdict={verdict}
          badges={model.badges}
          actions={{
            putInput: inputAction(verdict, site),
            compare:
              verdict.tone === 'passed' && model.drawer !== 'solution'
                ? () => {
                    site.solution();
                  }
                : null,
            next:
              verdict.tone === 'passed' && commands.hasCommand(NEXT)
                ? () => void commands.execute(NEXT)
                : null,
            close: () => {
              model.dismiss();
            }
          }}
          trans={trans}
        />
      )}
    </div>
  );
}

function OpenDrawer(props: IBarProps & { check: string }) {
  const { site, panel, trans, check } = props;
  const { model } = site;
  const rendermime = panel.content.rendermime;
  const close = () => {
    if (model.drawer) {
      model.toggle(model.drawer);
    }
  };
  switch (model.drawer) {
    case 'hints':
      return (
        <Hints
          hints={model.hints(site.cell.deal)}
          rendermime={rendermime}
          trans={trans}
          close={close}
        />
      );
    case 'solution':
      return model.reply ? (
        <Solution
          reply={model.reply}
          own={
            model.verdict?.outcome === 'passed' && !model.isStale
              ? site.cell.source
              : null
          }
          rendermime={rendermime}
          trans={trans}
          close={close}
        />
      ) : null;
    case 'check':
      return (
        <CheckSource
          source={check}
          rendermime={rendermime}
          trans={trans}
          close={close}
        />
      );
    case null:
      return null;
  }
}

function inputAction(
  verdict: IVerdictProps,
  site: ExerciseSite
): (() => void) | null {
  const { replay } = verdict;
  return replay && site.writable
    ? () => {
        site.cell.insertBelow(replay);
      }
    : null;
}

function shortcutOf(commands: CommandRegistry): string {
  const binding = commands.keyBindings.find(one => one.command === CHECK);
  return binding ? CommandRegistry.formatKeystroke(binding.keys) : '';
}

function unknownExercise(id: string, lesson: string, trans: TranslationBundle) {
  return {
    message: trans.__(
      'This cell says that it is the exercise “%1”, but lesson %2 has none of that name.',
      id.length > 60 ? `${id.slice(0, 60)}…` : id,
      lesson
    ),
    remedy: trans.__(
      'The cell works as any other. Open the lesson again from the course to get the exercise back.'
    )
  };
}
