import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LessonReply, Problem } from '../contracts';
import { stateText } from '../exercise/words';
import type { ILessonKey } from '../tokens';
import { InlineText } from '../ui/inline-text';
import { StateDot } from '../ui/state-dot';
import { DuckView } from './duck-view';
import type { JournalModel } from './journal-model';
import type { IOutlineExercise, IOutlineSection } from './outline';
import { outline } from './outline';

/**
 * The lesson in front of the learner: its outline with the exercises' states, the glossary, and the duck.
 */
export function LessonView(props: {
  lesson: ILessonKey | null;
  reply: LessonReply | null;
  problem: Problem | null;
  journal: JournalModel;
  rendermime: IRenderMimeRegistry;
  reveal: (cell: string) => void;
  trans: TranslationBundle;
}) {
  const { lesson, reply, problem, journal, rendermime, reveal, trans } = props;
  if (!lesson) {
    return (
      <p className="jp-TorchensteinPanel-empty">
        {trans.__(
          'No lesson is open. Choose one under Course; its outline then stands here.'
        )}
      </p>
    );
  }
  if (problem) {
    return (
      <p className="jp-TorchensteinPanel-notice" role="alert">
        {problem.message} {problem.remedy}
      </p>
    );
  }
  if (!reply) {
    return <Skeleton rows={6} label={trans.__('Loading the lesson')} />;
  }
  return (
    <>
      <div className="jp-TorchensteinOutline-head">
        <strong>
          {reply.lesson.number} {reply.lesson.title}
        </strong>
        <span>
          {reply.progress.minutes_left === 0
            ? trans.__('done')
            : trans.__('%1 min left', reply.progress.minutes_left)}
        </span>
      </div>
      <ul
        className="jp-TorchensteinOutline"
        aria-label={trans.__('Outline of the lesson')}
      >
        {outline(reply).map(section => (
          <SectionItem
            key={section.cell}
            section={section}
            reveal={reveal}
            trans={trans}
          />
        ))}
      </ul>
      {reply.lesson.duck && (
        <DuckView
          key={`${lesson.pack}/${lesson.lesson}`}
          lesson={lesson}
          duck={reply.lesson.duck}
          journal={journal}
          rendermime={rendermime}
          trans={trans}
        />
      )}
      {reply.lesson.glossary.length > 0 && (
        <section aria-label={trans.__('Glossary')}>
          <h3>{trans.__('Glossary')}</h3>
          <dl className="jp-TorchensteinGlossary">
            {reply.lesson.glossary.map(({ term, meaning, cell }) => (
              <div key={term}>
                <dt>
                  {cell ? (
                    <button
                      type="button"
                      title={trans.__('Go to where it is explained')}
                      onClick={() => {
                        reveal(cell);
                      }}
                    >
                      <InlineText text={term} />
                    </button>
                  ) : (
                    <InlineText text={term} />
                  )}
                </dt>
                <dd>
                  <InlineText text={meaning} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function SectionItem(props: {
  section: IOutlineSection;
  reveal: (cell: string) => void;
  trans: TranslationBundle;
}) {
  const { section, reveal, trans } = props;
  return (
    <li className={section.depth > 2 ? 'jp-mod-deep' : undefined}>
      <button
        type="button"
        className="jp-TorchensteinOutline-section"
        onClick={() => {
          reveal(section.cell);
        }}
      >
        <InlineText text={section.title} />
      </button>
      {section.exercises.length > 0 && (
        <ul>
          {section.exercises.map(exercise => (
            <ExerciseItem
              key={exercise.id}
              exercise={exercise}
              reveal={reveal}
              trans={trans}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function ExerciseItem(props: {
  exercise: IOutlineExercise;
  reveal: (cell: string) => void;
  trans: TranslationBundle;
}) {
  const { exercise, reveal, trans } = props;
  const state = stateText(exercise.state, trans);
  const look =
    exercise.state === 'mastered' || exercise.state === 'helped'
      ? exercise.state
      : exercise.next
        ? 'next'
        : exercise.state === 'tried'
          ? 'tried'
          : 'empty';
  return (
    <li>
      <button
        type="button"
        className="jp-TorchensteinOutline-exercise"
        title={exercise.next ? trans.__('The next one') : state}
        onClick={() => {
          reveal(`task-${exercise.id}`);
        }}
      >
        <StateDot look={look} small />
        <span className="jp-TorchensteinOutline-title">
          <InlineText text={exercise.title} />
        </span>
        <span className="jp-TorchensteinHidden">{state}</span>
        {(exercise.hints > 0 || !exercise.core) && (
          <span className="jp-TorchensteinOutline-note">
            {exercise.hints > 0
              ? trans._n('%1 hint', '%1 hints', exercise.hints)
              : trans.__('may wait')}
          </span>
        )}
      </button>
    </li>
  );
}

/**
 * Grey lines of about the size of what is on its way.
 */
export function Skeleton(props: { rows: number; label: string }) {
  return (
    <div
      className="jp-TorchensteinPanel-skeleton"
      role="status"
      aria-label={props.label}
    >
      {Array.from({ length: props.rows }, (_, row) => (
        <span key={row} className="jp-TorchensteinSkeleton" />
      ))}
    </div>
  );
}
