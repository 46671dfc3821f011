//! 票决办法 as the plenary adopts it: articles, written from the method's data and from nothing else.

use serde::Serialize;

use super::{
    Announce, BallotForm, Issuing, PassMark, PriorReview, PublishCounts, Quorum, RatingOptions, SecondPerson,
    Shortfall, TieAtCut, VotingMethod,
};

/// 第 n 条, in one or more paragraphs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Article {
    /// 第一条
    pub number: String,
    pub paragraphs: Vec<String>,
}

/// What an article names besides the method.
pub struct Occasion<'a> {
    pub congress: &'a str,
    pub session: &'a str,
    pub year: i32,
    /// 0 where the list is not there yet.
    pub candidates: usize,
    /// Scrutineers and how many of them open the box, once the key is made.
    pub scrutineers: Option<(usize, i32)>,
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// 1 to 99 as they are counted aloud.
fn numeral(number: usize) -> String {
    let digit = |at: usize| DIGITS.get(at).copied().unwrap_or_default();
    let ones = if number.is_multiple_of(10) { "" } else { digit(number % 10) };
    match number / 10 {
        0 => digit(number).to_owned(),
        1 => format!("十{ones}"),
        tens => format!("{}十{ones}", digit(tens)),
    }
}

/// 三分之二
fn share(quorum: Quorum) -> String {
    let word = |number: u32| usize::try_from(number).ok().filter(|n| *n < 100).map(numeral);
    match (word(quorum.denominator()), word(quorum.numerator())) {
        (Some(of), Some(part)) => format!("{of}分之{part}"),
        _ => quorum.to_string(),
    }
}

fn the_ballot(method: &VotingMethod) -> Vec<String> {
    match (method.ballot_form(), method.max_approvals()) {
        (BallotForm::ApproveEach, cap) => {
            let mut paragraphs = vec![
                "代表对选票上的每一个候选项目，可以表示赞成，可以表示反对，也可以弃权；未作表示的，视为弃权。"
                    .to_owned(),
            ];
            if let Some(cap) = cap {
                paragraphs
                    .push(format!("每张选票赞成的项目不得超过{cap}项，超过的选票无效；等于或者少于{cap}项的有效。"));
            }
            paragraphs
        }
        (BallotForm::ChooseUpTo, cap) => vec![format!(
            "代表在选票上的候选项目中选择自己赞成的项目，至多选择{}项；未选择的，视为弃权。超过规定数目的选票无效。",
            cap.unwrap_or_else(|| method.seats())
        )],
    }
}

fn passing(method: &VotingMethod) -> String {
    let seats = method.seats();
    match method.pass_mark() {
        PassMark::HalfOfAll => format!(
            "候选项目获得全体代表过半数赞成票的，方为通过。通过的项目超过{seats}项的，按赞成票由多到少确定{seats}项。"
        ),
        PassMark::HalfOfPresent => format!(
            "候选项目获得出席会议代表过半数赞成票的，方为通过。通过的项目超过{seats}项的，按赞成票由多到少确定{seats}项。"
        ),
        PassMark::None => format!("候选项目按赞成票由多到少确定{seats}项；没有赞成票的项目不予确定。"),
    }
}

fn tie(method: &VotingMethod) -> &'static str {
    match method.tie_at_cut() {
        TieAtCut::RevoteTied => {
            "因赞成票相等，不能确定最后名次的，已经确定的项目有效；就票数相等的项目再次投票，按赞成票由多到少确定。\
             再次投票仍然相等的，依照前述规定继续投票。"
        }
        TieAtCut::PresidiumDecides => {
            "因赞成票相等，不能确定最后名次的，由大会主席团在票数相等的项目中决定，并说明理由。"
        }
        TieAtCut::IncludeAll => "因赞成票相等，不能确定最后名次的，票数相等的项目一并确定，项目总数可以超过应选数。",
    }
}

fn shortfall(method: &VotingMethod) -> &'static str {
    match method.shortfall() {
        Shortfall::AcceptFewer => "通过的项目少于应选数的，以实际通过的项目为准，不再投票。",
        Shortfall::FurtherBallot => "通过的项目少于应选数的，不足的数额在未通过的候选项目中另行投票。",
        Shortfall::PresidiumChooses => {
            "通过的项目少于应选数的，是以实际通过的项目为准，还是就不足的数额另行投票，由大会主席团决定，并说明理由。"
        }
    }
}

fn taking(method: &VotingMethod) -> Vec<String> {
    const ON_PAPER: &str = "可以领取纸质选票，投入会场票箱；纸质选票由两名计票人分别清点，核对一致的计入结果。";
    match method.issuing() {
        Issuing::OwnDevice => vec![format!("代表使用本人的设备领取选票并投票。不能使用设备的代表，{ON_PAPER}")],
        Issuing::Slips => vec![
            "代表签到后，在签到台随机抽取一张选票码条，使用本人的设备或者会场的平板扫码投票；任何人不得登记代表与码条的对应关系。\
             再次投票使用同一张码条。"
                .to_owned(),
            "选票码条由监票人当众印制，由两名以上监票人清点封存；开始投票前，监票人将未抽取的码条逐张核销，名单上的选票码等于发出数。"
                .to_owned(),
            format!("不使用设备的代表，{ON_PAPER}"),
        ],
    }
}

/// The whole of it, in order.
pub fn articles(method: &VotingMethod, occasion: &Occasion) -> Vec<Article> {
    let Occasion { congress, session, year, candidates, scrutineers } = occasion;
    let seats = method.seats();
    let of_candidates = if *candidates > 0 { format!("候选项目{candidates}项，") } else { String::new() };
    let review = match method.prior_review() {
        PriorReview::Required => "候选项目经本级人民代表大会常务委员会审议后，提请大会票决。",
        PriorReview::NotRequired => "候选项目依照有关规定提请大会票决。",
    };
    let key = match scrutineers {
        Some((all, threshold)) => format!("本次会议设监票人{all}名，其中总监票人1名。票箱须有{threshold}名以上监票人输入各自的密钥，方可开启。"),
        None => "设监票人若干名，其中总监票人1名，由大会主席团提名、大会通过。票箱须有规定人数以上的监票人输入各自的密钥，方可开启。".to_owned(),
    };
    let second = match method.second_person() {
        SecondPerson::Required => {
            "开始投票、封箱和投票作废，须由大会秘书处一名工作人员提出，另一名工作人员或者总监票人确认。"
        }
        SecondPerson::NotRequired => {
            "开始投票和封箱由大会秘书处办理；投票作废，须由大会秘书处一名工作人员提出，另一名工作人员或者总监票人确认。"
        }
    };
    let announce = match method.announce() {
        Announce::SameSitting => "票决结果由会议主持人当场宣布，并由大会主席团予以公告。",
        Announce::Separate => "票决结果由大会主席团予以公告。",
    };
    let published = match method.publish_counts() {
        PublishCounts::Counts => "公告时公布各候选项目的得票数和计票报告单。",
        PublishCounts::ListOnly => "公告时公布获得通过的项目名单，不公布得票数。",
    };
    let rating = match method.rating_options() {
        RatingOptions::WithAbstain => "满意、基本满意、不满意和弃权",
        RatingOptions::WithoutAbstain => "满意、基本满意和不满意",
    };
    let of = |text: String| vec![text];
    let all: Vec<Vec<String>> = vec![
        of(format!(
            "为了做好{year}年度民生实事项目票决工作，根据《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》等有关规定，\
             结合{congress}{session}的实际，制定本办法。"
        )),
        vec![
            format!("本次会议票决{year}年度民生实事项目，{of_candidates}应选{seats}项。{review}"),
            format!("候选项目应当多于应选数，差额比例一般不低于{}%。", method.min_margin_ratio()),
        ],
        of("票决采用无记名投票方式。每名代表在每一轮投票中有一张选票，由本人填写、投出，不得委托他人；不得另提候选项目以外的项目。".to_owned()),
        of(format!("出席会议的代表达到全体代表的{}以上，方可投票。每一轮投票前应当清点出席人数。", share(method.quorum()))),
        the_ballot(method),
        of("收回的选票等于或者少于发出的选票，投票有效；多于发出的选票，本轮投票无效，应当重新投票。".to_owned()),
        of(passing(method)),
        of(tie(method).to_owned()),
        of(shortfall(method).to_owned()),
        taking(method),
        of(format!("{key}监票人对发票、投票、计票进行监督。")),
        of(second.to_owned()),
        of("计票完毕，由监票人核对、签署计票报告单；对计票有异议的，由大会主席团裁定。".to_owned()),
        of(format!("{announce}{published}")),
        of(format!("票决确定的项目由本级人民政府组织实施。实施情况由代表进行满意度测评，测评分为{rating}。")),
        of("本办法自大会通过之日起施行，由大会主席团负责解释。".to_owned()),
    ];
    (1..)
        .zip(all)
        .map(|(number, paragraphs)| Article { number: format!("第{}条", numeral(number)), paragraphs })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::congress::voting_method::VotingMethodForm;

    fn text(change: impl FnOnce(&mut VotingMethodForm)) -> String {
        let mut form = VotingMethod::default().to_form();
        change(&mut form);
        let occasion = Occasion {
            congress: "杭州市上城区第一届人民代表大会",
            session: "第三次会议",
            year: 2024,
            candidates: 12,
            scrutineers: Some((3, 2)),
        };
        let all = articles(&VotingMethod::try_from(&form).unwrap(), &occasion);
        all.iter().flat_map(|article| &article.paragraphs).cloned().collect()
    }

    #[test]
    fn every_value_of_the_method_has_its_words() {
        let usual = text(|_| {});
        for words in [
            "候选项目12项，应选10项",
            "不低于20%",
            "三分之二以上",
            "不得超过10项",
            "全体代表过半数",
            "就票数相等的项目再次投票",
            "由大会主席团决定，并说明理由",
            "2名以上监票人",
            "另一名工作人员或者总监票人确认",
            "常务委员会审议后",
            "公布各候选项目的得票数",
            "不满意和弃权",
            "代表使用本人的设备领取选票",
        ] {
            assert!(usual.contains(words), "{words}: {usual}");
        }
        let other = text(|form| {
            form.seats = "3".into();
            form.ballot_form = "choose_up_to".into();
            form.max_approvals = "4".into();
            form.pass_mark = "none".into();
            form.quorum = "3/4".into();
            form.tie_at_cut = "include_all".into();
            form.shortfall = "accept_fewer".into();
            form.publish_counts = "list_only".into();
            form.prior_review = "not_required".into();
            form.rating_options = "without_abstain".into();
            form.issuing = "slips".into();
        });
        for words in [
            "至多选择4项",
            "四分之三以上",
            "一并确定",
            "不再投票",
            "不公布得票数",
            "确定3项",
            "基本满意和不满意",
            "随机抽取一张选票码条",
            "未抽取的码条逐张核销",
        ] {
            assert!(other.contains(words), "{words}: {other}");
        }
        for words in ["过半数", "常务委员会", "可以表示反对", "本人的设备领取"] {
            assert!(!other.contains(words), "{words}: {other}");
        }
    }

    #[test]
    fn articles_are_numbered_as_they_are_counted_aloud() {
        let named = |number| numeral(number);
        assert_eq!([1, 10, 11, 16, 20, 21].map(named), ["一", "十", "十一", "十六", "二十", "二十一"]);
    }
}
