# Residents' messages (群众留言)

voices-title = Residents’ messages
voices-lead = What residents say of the projects, what the units answer, and whether it helped.
voices-none = No public messages yet
voices-none-when = Messages appear here once the secretariat has looked at them.
voices-none-here = No public messages yet.
voices-choose-project = Choose a project to write about
voices-of-project = All messages on this project
voices-all = All { $count }
voices-shows = Which ones
voices-show-all = All
voices-show-open = Waiting
voices-show-late = Late
voices-show-answered = Answered
voices-feed = Answers to messages (Atom)

voice-do = Leave a message
voice-title = Leave a message
voice-lead = No account needed. The unit in charge answers within { $days } days; with your code you read the answer and rate it.
voice-number = Message no. { $number }
voice-kind = This is
voice-kind-problem = a problem
voice-kind-suggestion = a suggestion
voice-kind-praise = praise
voice-kind-question = a question
voice-about = About which part
voice-about-all = The whole project
voice-words = Message
voice-words-hint = Where it is, and what is the matter. At most { $most } characters. Please give no names, telephone or house numbers.
voice-no-kind = Please choose a kind.
voice-no-sub-item = There is no such part. Please choose again.
voice-short-words = Please say a little more: at least four characters.
voice-no-key = Contact details cannot be kept at the moment. Send the message without them, or try again later.
voice-preview-lead = The secretariat looks at it before it is public and passes it on to the unit in charge. Please read it once more.
voice-preview-consequence = You get a code; the unit in charge answers within { $days } days.
voice-send = Send the message
notice-voice-sent = Sent. Write the code down.

voice-due = To be answered by { $day }
voice-due-again = Asked again; to be answered by { $day }
voice-late = { $days ->
    [one] One day late
   *[other] { $days } days late
}
voice-answered-late = answered late
voice-course-open = Waiting for an answer
voice-course-answered = Answered
voice-course-asked-again = Asked again
voice-course-answered-again = Answered again
voice-course-withdrawn = Taken back
voice-answer-by = Answered by { "" }
voice-helped-said = The author says:
voice-helped-remark = The author adds (not public):
helped-counts = partly { $partly } · no { $no }
voice-beside-addition = Added by the author
voice-beside-again = The author asks again
voice-beside-deputy = Deputy
voice-beside-waiting = not yet looked at by the secretariat
voice-beside-aside = not public
voice-follow-up = Became follow-up no. { $number }
follow-up-came-from = From a resident’s message
feed-voice = { $unit } answered message no. { $number }

voice-own-title = Find my message
voice-find-lead = With the code you were given when you sent it.
voice-find-proposal = Looking for a proposal? Find it here
own-find-voice = Looking for a message on a project? Find it here
voice-own-waiting = Waiting for the secretariat
voice-own-public = Public, and passed on to the unit in charge
voice-own-unit = Passed on to the unit in charge; not public
voice-own-aside = Set aside; not public
voice-objection = Your objection
voice-qr = QR code of this message
voice-export = Export everything about this message (JSON)
voice-withdraw = Take the message back
voice-withdraw-consequence = It is no longer public and will not be answered. You can take it back until the unit has answered.
voice-erase-consequence = Contact details, photos and numbers in the text are deleted, and the code stops working; the message itself stays. This cannot be undone.
voice-helped-words = Anything to tell the unit
voice-again = Not solved?
voice-again-said = You may ask the unit to deal with it once more, one time only.
voice-again-words = What is still missing
voice-most = At most { $most } characters.
voice-again-do = Ask again
voice-object = Do you disagree?
voice-object-said = Say why, and the secretariat will look again.
voice-object-do = Object
voice-add = Add something
voice-add-words = What you want to add
voice-add-hint = At most { $most } characters. Public once the secretariat has looked at it.
voice-add-do = Send the addition
voice-out-of-order = The message is no longer at that step. Please reload the page.
voice-many-additions = You can add something { $most } times at most.
voice-no-answer-yet = There is no answer yet. Please rate it when there is one.
voice-no-verdict = Please first say whether the answer helped.
voice-it-helped = You said that it helped. If it did not, change that first.
notice-voice-added = Your addition was sent.
notice-voice-withdrawn = Taken back.
notice-voice-objected = Your objection was sent; the secretariat will look again.
notice-voice-asked-again = You asked again.

voice-letters-pending-said = Press the button below, and answers to this message are sent to your address.
voice-letters-confirmed-said = You get one letter for each answer to this message.
voice-letters-stopped-said = Your address was deleted. With the code you can still read the answers.
voice-letters-gone-said = The address was deleted, or it was not confirmed in time. With the code you can still read the answers.
voice-letter-confirm-subject = Please confirm: answers to message no. { $number }
voice-letter-confirm = On { $day } somebody, perhaps you, left a message about “{ $project }” at { $site } and gave this address. Open the link to have the answer sent to you:
voice-letter-confirm-or-not = If it was not you, do nothing: the address is not used after 48 hours.
voice-letter-answer-subject = Message no. { $number } was answered
voice-letter-answer = You left a message about “{ $project }” on { $day } (no. { $number }). The unit in charge answers:
voice-letter-code = With your code you can read and rate it, and ask again if it is not solved:
voice-letter-stop = No more letters:

voices-desk-title = Residents’ messages
voices-desk-new = New
voices-desk-held = To be checked
voices-desk-objected = Objected to
voices-desk-late = Late
voices-desk-public = Public
voices-desk-unit = Unit only
voices-desk-aside = Set aside
voices-desk-lead-new = Nothing is public before you have looked at it. What you make public goes to the unit as well.
voices-desk-lead-held = These may come from a program. None was lost.
voices-desk-lead-objected = Their authors disagree with their not being public.
voices-desk-lead-late = The unit has not answered in time; the longest overdue first.
voices-desk-lead-public = Everybody sees these.
voices-desk-lead-unit = The unit deals with these; they are not public.
voices-desk-lead-aside = Only the author and the secretariat see these.
voices-desk-besides = Additions, requests to look again, deputies’ remarks
voice-objection-mend = Bring it back, publish it or pass it on to agree; set it aside again with a reason to disagree.
voice-sort-publish = Publish and pass on
voice-sort-pass = Pass on, not public
voice-sort-aside = Set aside
voice-sort-undo = Back to new
voice-sort-reason-hint = Required where it is not public. The author sees it.
voice-words-show = Publish
voice-words-aside = Do not publish
voice-rules = Time limits
voice-rules-said = For messages that come from now on.
voice-answer-days = Days within which units answer
voice-retention-days = Days for which contact details are kept
voice-rules-save = Save the limits
notice-voice-sorted = Done.
notice-voice-words-settled = Done.
notice-voice-rules-saved = The limits were saved.
desk-waits-voice = { $count ->
    [one] One resident’s message waits to be dealt with
   *[other] { $count } residents’ messages wait to be dealt with
}
desk-waits-voice-late = { $count ->
    [one] One resident’s message was not answered in time
   *[other] { $count } residents’ messages were not answered in time
}

unit-voices-title = Residents’ messages
unit-voices-open = { $count ->
    [one] One message waits for an answer.
   *[other] { $count } messages wait for an answer.
}
unit-voices-late = { $count } late
unit-voices-none = No messages wait for an answer.
unit-voices-to-answer = To be answered
unit-voice-not-public = This message is not public; only its author sees the answer.
unit-voice-answer = Answer
unit-voice-answer-words = Your answer
unit-voice-answer-hint = What was found, what was done, when it will be done. At most { $most } characters.
unit-voice-sure = These numbers may be public (an office telephone, for example)
unit-voice-consequence = The answer is public at once, goes to the author, and cannot be changed.
unit-voice-send = Send the answer
voice-answer-personal = There seems to be a personal number in the answer, which everybody would see. Take it out, or tick that it may be public.
notice-voice-answered = Answered.

unit-remarks-title = Remarks left with ratings
unit-remarks-lead = What residents wrote when they rated a project on site, once it is public.
unit-remarks-open = To be answered
unit-remarks-none = No remarks wait for an answer.
unit-remark-hint = Public at once. At most { $most } characters.
rating-answer-by = Answered by { "" }
rating-answer-missing = Please write an answer.
rating-answered-before = This remark has been answered already.
notice-rating-remark-answered = Answered.

group-voices-lead = Public messages. Deputies may add a remark; supervisors may turn one into a follow-up.
group-voice-remark = A deputy’s remark
group-voice-remark-words = What you know about it
group-voice-remark-consequence = Once the secretariat has looked at it, it stands beside the message under your name.
group-voice-remark-do = Send the remark
group-voice-follow-up-consequence = The follow-up is public at once; it and the message link to each other.
voice-followed-up-before = This message has become a follow-up already.
notice-voice-remarked = Your remark was sent; it is public once the secretariat has looked at it.

open-data-voices = Residents’ messages
open-data-api-voices = Public messages with answers and ratings, two hundred a page

audit-act-voice-rules-saved = Time limits of messages changed
audit-act-voice-sorted = Resident’s message dealt with
audit-act-voice-words-settled = Words beside a message dealt with
audit-act-voice-answered = Resident’s message answered
audit-act-voice-remarked = Deputy’s remark on a message
audit-act-voice-followed-up = Message turned into a follow-up
audit-act-rating-remark-answered = Unit answered a remark
