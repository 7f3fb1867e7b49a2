"""Publication of talent maps, and the objections (sanggah) that people raise against their result.

Vocabulary: a *publication* is one round: a scheme and a day D are announced, everybody sees the own
inputs until the *cut-off*, the map that was computed afterwards is published, and for some working
days each person may *object* to the own result. An *objection* is answered by somebody who did not
decide before; while it is open the person is placed nowhere.
"""
