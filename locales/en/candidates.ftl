candidates-title = Candidate livelihood projects (候选项目)
candidates-title-rest = candidate livelihood projects (候选项目)
title-year = { $year } { "" }
candidates-lead = { $count ->
    [one] One candidate.
   *[other] { $count } candidates, in the order of the list, which is no ranking.
}
candidates-lead-seats = { $count ->
    [one] One candidate, { $seats } to be chosen.
   *[other] { $count } candidates, { $seats } to be chosen, in the order of the list, which is no ranking.
}
candidates-units = Responsible: { "" }
candidates-sub-items = { $count ->
    [one] one sub-item
   *[other] { $count } sub-items
}
candidates-none = There are no candidates yet
candidates-none-when = The government screens the candidates and submits them to the congress; the list is published here once it has been imported.
candidate-number = No. { $number }
candidate-review = Standing committee review
candidate-review-none = not yet recorded
candidate-sub-items = What is to be done
candidate-no-sub-items = The list gives no sub-items.
candidate-neighbours = Neighbouring candidates
candidate-before = Previous: { "" }
candidate-after = Next: { "" }

service-field = Field
sub-item-name = Sub-item (子项)
sub-item-kind = Kind
sub-item-target = Target
sub-item-unit = Unit
sub-item-lead = Responsible
sub-item-source = Source text
sub-item-at-least = at least { $target }
sub-item-kind-count = count
sub-item-kind-rate = rate
sub-item-kind-area = area
sub-item-kind-length = length
sub-item-kind-zero_target = down to zero
sub-item-kind-title = title
sub-item-kind-qualitative = qualitative
sub-item-target-zero_target = none left
sub-item-target-title = to be won
sub-item-target-qualitative = accepted on evidence

origin-title = Where this is from
origin-source = The source texts of the sub-items are from: { "" }
origin-inferred = In short: titles and their order are the source's own; the summaries are the editors'; which candidate a sub-item belongs to, the responsible units and the fields are inferred and not official. Every sub-item quotes the source for comparison.
