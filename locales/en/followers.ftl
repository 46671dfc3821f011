follow-title = Follow this project
follow-title-all = Follow progress
follow-lead = Everything, or only your street, a field, a unit or a single project: by e-mail, in your calendar or in a feed reader.
follow-link = Follow
follow-what = What to follow
follow-choose = By e-mail
follow-each = Every street, field, unit and project by itself
follow-feed = Feed
follow-calendar = In your calendar
follow-calendar-said = Milestones, planned completion, days on which reports are due and when you may rate. The calendar keeps itself up to date; nothing about you is asked.
follow-calendar-subscribe = Subscribe to the calendar
follow-calendar-file = Download it once (.ics)
follow-calendar-how = How to subscribe
follow-calendar-iphone = iPhone, iPad, Mac: press “Subscribe to the calendar” and confirm.
follow-calendar-android = Android: open Google Calendar on a computer, “Other calendars”, “From URL”, and paste the address below; the phone shows it after a while. Some phones' own calendars take the address under “Subscribe”.
follow-calendar-computer = Outlook: “Add calendar”, “Subscribe from web”. Thunderbird: “New calendar”, “On the network”. A downloaded file stays as it is; only a subscription is kept up to date.
follow-calendar-address = Address:

subject-all = All projects
subject-field = the field { $name }
subject-street = { $name }
subject-unit = { $name }
subject-project = { $name }
subject-kind-field = Field
subject-kind-street = Street
subject-kind-unit = Unit in charge
subject-kind-project = Project
follow-by-mail = By e-mail
follow-by-mail-said = A letter when there is news, at most one a day.
follow-address = E-mail address
follow-address-hint = such as name@example.org
follow-consequence = First comes a letter with a link; only when you confirm there are you following. The address is used for letters only, shown to nobody, and deleted as soon as you stop.
follow-do = Send the letter
follow-count = { $count ->
    [one] One person follows by e-mail.
   *[other] { $count } people follow by e-mail.
}
follow-by-feed = By a feed reader
follow-by-feed-said = Add one of these addresses to a feed reader (Atom); no e-mail address is needed.
follow-feeds = Addresses of the feeds
follow-feed-one = news about this project
follow-feed-all = news about all projects
follow-no-subject = Choose what you want to follow from the list.
follow-enough = One address follows { $most } things at most; remove one, or follow all projects.
follow-no-address = The e-mail address is not complete; write it like name@example.org.
follow-too-many = Too many people are asking right now; try again in an hour, or use a feed reader.
follow-no-mail = This site sends no e-mail; please use a feed reader.
follow-no-mail-here = This site sends no e-mail; follow the project with a feed reader.
notice-follow-asked = The letter is on its way; open the link in it. If you follow already, or asked a moment ago, no second one is sent.

following-pending = Please confirm
following-pending-said = Press the button, and you get a letter when there is news, at most one a day.
following-confirm = Follow
following-confirmed = You are following
following-confirmed-said = You get a letter when there is news, at most one a day.
following-waiting = Waiting for you to confirm
following-list = What you follow
following-remove = Remove
following-add-title = Follow something else
following-add = Add
following-add-consequence = Added at once; no further letter is needed.
notice-following-added = Added.
following-stop = Stop following
following-stop-consequence = Everything at once: your e-mail address is then deleted.
following-stopped = Stopped
following-stopped-said = No further letters; your e-mail address has been deleted.
following-gone = This link no longer works
following-gone-said = You may have stopped, or not confirmed within two days; your e-mail address has been deleted. To follow, leave it again at “Follow progress”.

letter-confirm-subject = Please confirm: { $what }
letter-confirm = Somebody wants to follow this with this e-mail address: { $what } ({ $site }). Please open this link to confirm.
letter-confirm-or-not = If it was not you, do nothing; the address is deleted after two days.
letter-news-subject = { $project }: { $count ->
    [one] 1 update
   *[other] { $count } updates
}
letter-news-subject-many = { $count } updates on { $projects } projects
letter-news = There is news about this project: { $project }
letter-news-more = { $count } more on the project's page.
letter-project-page = The project's page:
letter-why = You get this letter because you follow: { $what }
letter-comma = {", "}
letter-stop = Change what you follow, or stop:

progress-begun = Work has begun: the plan is published.
progress-milestone = Milestone passed: { $item }, { $quantity } { $unit } (planned by { $day })
progress-milestone-plain = Milestone passed: { $item } (planned by { $day })
