"""Learning: catalogue, lessons, quizzes, enrollments, progress, certificates. It knows nothing of peer exchange."""
