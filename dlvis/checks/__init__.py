"""What a program can see of a film's craft: its pictures held against the rules of the house.

`seen` reads off a scene what words are in its frame, how large and where; `rules` holds that against the
limits and answers with `Finding`s; `contrast` looks at the pixels behind the words; `told` looks at captions,
and `colours` at the theme. `film` plays a scene and does all of it. ::

    from dlvis.checks.film import findings

    for finding in findings("fold", {"theme": "paper"}, quality_name="draft in 9:16"):
        print(finding.sentence)
"""
