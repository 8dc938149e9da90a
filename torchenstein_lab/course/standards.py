"""The standards that a lesson should meet beyond being correct. Only the strict mode insists on them."""

from torchenstein_lab.course.errors import LessonError
from torchenstein_lab.course.load_lesson import LoadedLesson

RIGHT_ANSWERS = 2
WRONG_ANSWERS = 4


def below_standard(lesson: LoadedLesson) -> list[LessonError]:
    """Where `lesson` is below standard: exercises with too few other right or known wrong answers."""
    found: list[LessonError] = []
    for exercise in lesson.exercises:
        source = exercise.source
        for role, answers, least in (
            ("right", source.right, RIGHT_ANSWERS),
            ("wrong", source.wrong, WRONG_ANSWERS),
        ):
            if len(answers) < least:
                found.append(
                    LessonError(
                        source.file,
                        1,
                        f"There are {len(answers)} answers under `@{role}`.",
                        f"Write at least {least}.",
                    )
                )
    return found
