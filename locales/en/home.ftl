home-title = Livelihood projects { $year }: the vote
home-title-candidates = { $count ->
    [one] One candidate project; the deputies decide by ballot
   *[other] { $count } candidate projects; the deputies decide by ballot
}
home-title-projects = { $count ->
    [one] One livelihood project, chosen by the deputies' ballot
   *[other] { $count } livelihood projects, chosen by the deputies' ballot
}
home-title-none = The vote on livelihood projects
home-lead = Livelihood projects (民生实事项目) are proposed by residents, chosen by deputies, carried out by government and rated by all.
home-where = Where { $year } stands
home-none = There is no session yet
home-none-when = The session and its candidates appear here once they have been imported.
home-session-title = Which session votes
home-session = Session
home-plenary = Plenary
home-date = Date
home-projects = Projects
home-see-projects = See the projects
home-see-result = See the result
home-see-proposals = Where candidates come from

home-proposals = Proposals
home-proposals-done = Done
home-proposals-now = Under way
home-screening = Screening
home-screening-done = Done · { $count } candidates
home-screening-next = Not yet
home-review = Standing committee review
home-review-done = Done on { $date }
home-review-missing = Not on record
home-review-not-required = Not required
home-vote = The vote
home-vote-done = Done · result verified and signed
home-vote-no-method = Not yet · method not adopted
home-vote-next = Not yet
home-vote-issuing = Ballots are being issued
home-vote-voting = Voting is open
home-vote-closed = Closed · box not yet opened
home-vote-counting = The box is being opened
home-vote-counted = Counted · not yet signed
home-vote-void = Round void · to be repeated
home-vote-under-way = Under way
home-announcement = Announcement
home-announcement-done = Announced
home-announcement-now = Awaiting the presidium
home-announcement-next = Not yet
home-progress = Progress
home-progress-promoted = { $count ->
    [one] One project promoted
   *[other] { $count } projects promoted
}
home-progress-now = Projects not yet published
home-progress-next = Not yet
home-supervision = Supervision
home-supervision-next = Not yet
home-rating = Rating
home-rating-next = Not yet

home-now-proposals = The candidates are not published yet
home-now-text-proposals = The government collects proposals, screens them and submits candidates to the congress; they appear here once imported.
home-now-review = The candidates are published
home-now-text-review = Before the vote the standing committee (人大常委会) reviews the candidates; its review appears on their pages once recorded.
home-now-vote = The vote of the deputies
home-now-text-vote = Deputies vote by secret ballot at the plenary. The result appears here after the scrutineers have signed it and the presidium has announced it.
home-now-announcement = The count is verified and signed
home-now-text-announcement = The tally certificate (计票报告单) is signed; the result appears here once the presidium announces it.
home-now-progress = The result is announced
home-now-text-progress = The responsible units carry out the chosen projects; their progress is public.

proposals-title = Proposals
proposals-lead = Proposals are not collected here at present.
proposals-how = Where candidates come from
proposals-not-here = The government collects and screens proposals for livelihood projects. At this stage the system begins with the list of candidates and does not include collecting them. To propose something, please turn to the government department concerned or to a deputy.
proposals-candidates = { $count ->
    [one] The one candidate for { $year } was screened by the government and submitted to the congress.
   *[other] The { $count } candidates for { $year } were screened by the government and submitted to the congress.
}
proposals-no-candidates = The list that the government submits to the congress after screening has not been imported yet.
