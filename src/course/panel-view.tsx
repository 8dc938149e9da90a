import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { KeyboardEvent } from 'react';
import { useEffect, useState } from 'react';

import { asProblem } from '../api/server-problem';
import type { Problem } from '../contracts';
import type { ICourse, ILessonKey, ILessons } from '../tokens';
import { InlineText } from '../ui/inline-text';
import { medalIcon, professorIcon } from '../ui/icons';
import { useSignal } from '../ui/use-signal';
import type { JournalModel } from './journal-model';
import { JournalView } from './journal-view';
import { LessonView, Skeleton } from './lesson-view';
import { courseRows } from './map';
import { MapView } from './map-view';
import type { PanelModel, Section } from './panel-model';
import { SECTIONS } from './panel-model';

interface IPanelProps {
  course: ICourse;
  lessons: ILessons;
  journal: JournalModel;
  panel: PanelModel;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

/**
 * The sidebar: head, three sections as tabs, and what the chosen one shows.
 */
export function PanelView(props: IPanelProps) {
  const { course, lessons, panel, trans } = props;
  useSignal(course.changed);
  useSignal(lessons.activeChanged);
  useSignal(panel.changed);
  const titles: Record<Section, string> = {
    course: trans.__('Course'),
    lesson: trans.__('Lesson'),
    badges: trans.__('Badges and journal')
  };
  const choose = (event: KeyboardEvent, section: Section) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const at = SECTIONS.indexOf(section) + step + SECTIONS.length;
      const next = SECTIONS[at % SECTIONS.length] ?? section;
      panel.section = next;
      document.getElementById(`jp-torchenstein-tab-${next}`)?.focus();
    }
  };
  return (
    <>
      <Head {...props} />
      <div
        className="jp-TorchensteinPanel-tabs"
        role="tablist"
        aria-label={trans.__('Sections of the course panel')}
      >
        {SECTIONS.map(section => (
          <button
            key={section}
            id={`jp-torchenstein-tab-${section}`}
            type="button"
            role="tab"
            aria-selected={panel.section === section}
            aria-controls="jp-torchenstein-section"
            tabIndex={panel.section === section ? 0 : -1}
            onClick={() => {
              panel.section = section;
            }}
            onKeyDown={event => {
              choose(event, section);
            }}
          >
            {titles[section]}
          </button>
        ))}
      </div>
      <News course={course} trans={trans} />
      <div
        id="jp-torchenstein-section"
        className="jp-TorchensteinPanel-body"
        role="tabpanel"
        aria-labelledby={`jp-torchenstein-tab-${panel.section}`}
        // Nothing among the badges takes the focus: the section does, so that keys can scroll it.
        tabIndex={panel.section === 'badges' ? 0 : -1}
      >
        <Body {...props} />
      </div>
    </>
  );
}

/** The professor, and the module that the learner is in. */
function Head(props: IPanelProps) {
  const { course, lessons, trans } = props;
  const modules = course.course
    ? courseRows(course.course, lessons.active)
    : [];
  const module =
    modules.find(one => one.rows.some(row => row.here)) ?? modules[0];
  return (
    <div className="jp-TorchensteinPanel-head">
      <professorIcon.react
        tag="span"
        className="jp-TorchensteinPanel-professor"
      />
      <div>
        <h2>{module?.module.title ?? trans.__('Torchenstein Lab')}</h2>
        <p>
          {module
            ? trans.__(
                'Module %1 · %2 of %3 begun',
                module.module.number,
                module.begun,
                module.rows.length
              )
            : trans.__('PyTorch, from tensors to transformers')}
        </p>
      </div>
    </div>
  );
}

/** New badges, one quiet line each; shown is seen. */
function News(props: { course: ICourse; trans: TranslationBundle }) {
  const { course, trans } = props;
  const { news } = course;
  useEffect(() => {
    news.forEach(badge => {
      course.markSeen(badge);
    });
  }, [course, news]);
  return (
    <div role="status" aria-live="polite">
      {news.map(badge => (
        <div
          key={`${badge.pack}/${badge.lesson}/${badge.id}`}
          className="jp-TorchensteinNews"
        >
          <medalIcon.react tag="span" className="jp-TorchensteinMedal" />
          <p>
            <strong>{badge.title}</strong> <InlineText text={badge.says} />
          </p>
          <button
            type="button"
            aria-label={trans.__('Close the news of the badge %1', badge.title)}
            onClick={() => {
              course.dismiss(badge);
            }}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

function Body(props: IPanelProps) {
  const { course, lessons, journal, panel, rendermime, trans } = props;
  const { active } = lessons;
  const [problem, setProblem] = useLessonProblem(course, active);
  const attempt = (task: Promise<void>) => {
    setProblem(null);
    task.catch((reason: unknown) => {
      setProblem(asProblem(reason));
    });
  };
  const again = () => void course.refresh();
  if (!course.course) {
    return course.problem ? (
      <ProblemBox problem={course.problem} again={again} trans={trans} />
    ) : (
      <Skeleton rows={8} label={trans.__('Loading the course')} />
    );
  }
  switch (panel.section) {
    case 'course':
      return (
        <>
          {course.problem && (
            <ProblemBox problem={course.problem} again={again} trans={trans} />
          )}
          {problem && <ProblemBox problem={problem} trans={trans} />}
          <MapView
            course={course.course}
            active={active}
            open={(key, cell) => {
              attempt(lessons.open(key, cell));
            }}
            trans={trans}
          />
        </>
      );
    case 'lesson':
      return (
        <LessonView
          lesson={active}
          reply={active && course.peek(active)}
          problem={problem}
          journal={journal}
          rendermime={rendermime}
          reveal={cell => {
            attempt(lessons.reveal(cell));
          }}
          trans={trans}
        />
      );
    case 'badges':
      return (
        <JournalView course={course.course} journal={journal} trans={trans} />
      );
  }
}

/** Asks for the active lesson; what went wrong stands in the state that is returned. */
function useLessonProblem(
  course: ICourse,
  active: ILessonKey | null
): [Problem | null, (problem: Problem | null) => void] {
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let isGone = false;
    setProblem(null);
    if (active) {
      course.lesson(active).catch((reason: unknown) => {
        if (!isGone) {
          setProblem(asProblem(reason));
        }
      });
    }
    return () => {
      isGone = true;
    };
  }, [course, active]);
  return [problem, setProblem];
}

function ProblemBox(props: {
  problem: Problem;
  again?: () => void;
  trans: TranslationBundle;
}) {
  const { problem, again, trans } = props;
  return (
    <div className="jp-TorchensteinPanel-notice" role="alert">
      <p>
        <strong>{problem.message}</strong>
      </p>
      {problem.remedy && <p>{problem.remedy}</p>}
      {again && (
        <button type="button" onClick={again}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
