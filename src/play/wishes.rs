//! A great many invented proposals of a call, no two with the same title: for measuring.

use crate::{
    db::{Db, DbError, Ts, Tx},
    ids::{NeedId, ProposalId},
    proposals::{self, Call, Channel, Need, NeedState, Origin, Place, Proposal, ProposalState, ServiceField, Wording},
};

const PLACES: [&str; 10] = ["三幢", "四幢", "菜场", "河边", "小区北门", "学校门口", "公园", "车站", "社区", "老街"];
const VERBS: [&str; 8] = ["加装", "修缮", "增设", "改造", "扩建", "亮化", "整治", "更换"];
const THINGS: [&str; 12] = [
    "电梯",
    "路灯",
    "长椅",
    "停车位",
    "助餐点",
    "无障碍坡道",
    "充电桩",
    "污水管",
    "操场",
    "托育点",
    "健身步道",
    "公厕",
];
/// Of one transaction.
const AT_A_TIME: usize = 1_000;

/// What somebody wishes for, by a number.
pub fn wish(number: usize) -> Wording {
    let one = |of: &[&'static str], nth: usize| of.get(nth % of.len()).copied().unwrap_or_default();
    let (place, verb, thing) = (one(&PLACES, number), one(&VERBS, number / 10), one(&THINGS, number / 80));
    Wording {
        title: format!("{place}{verb}{thing}（{}号）", number / 960),
        why: format!("{place}附近住着{}户老人，{thing}离得远，夜里和下雨天出行不便，{verb}后大家都方便", number % 97),
        gain: format!("{thing}惠及{}人", number % 301),
    }
}

/// How many came: as many again wait to be looked at as are public, each of these a need of its own.
#[derive(Clone, Copy, Debug)]
pub struct Came {
    pub public: usize,
    /// Whether they are found by their words.
    pub indexed: bool,
}

pub fn come(
    db: &Db,
    call: &Call,
    fields: &[ServiceField],
    places: &[Place],
    came: Came,
    at: Ts,
) -> Result<(), DbError> {
    let numbers: Vec<usize> = (0..came.public).collect();
    let one = |tx: &mut Tx, number: usize, state: ProposalState| {
        let field =
            fields.get(number % fields.len().max(1)).ok_or_else(|| DbError::corrupt("a call without fields"))?;
        Ok::<_, DbError>(Proposal {
            id: ProposalId::new(),
            call: call.id,
            number: proposals::take_number(tx, call.id)?,
            origin: Origin::Resident,
            channel: Channel::Online,
            state,
            reason: String::new(),
            held: false,
            late: false,
            field: field.id,
            place: places.get(number % places.len().max(1)).map(|place| place.id),
            account: None,
            at,
            due: call.due(at.day()),
            answered: None,
            wording: wish(number),
            need: None,
        })
    };
    for some in numbers.chunks(AT_A_TIME) {
        db.write(|tx| {
            for &number in some {
                let listed = one(tx, number, ProposalState::Listed)?;
                proposals::insert_proposal(tx, &listed, &listed.id.to_string())?;
                if came.indexed {
                    proposals::index(tx, call.congress, listed.id, &listed.wording.text())?;
                }
                let need = Need {
                    id: NeedId::new(),
                    congress: call.congress,
                    founded_by: listed.id,
                    title: listed.wording.title.clone(),
                    words: String::new(),
                    field: listed.field,
                    place: listed.place,
                    state: NeedState::Open,
                    year: at.day().year().into(),
                    merged_into: None,
                    named_at: None,
                };
                proposals::insert_need(tx, &need)?;
                proposals::move_to(tx, listed.id, need.id, "示例", at)?;
                let waits = one(tx, came.public + number, ProposalState::Received)?;
                proposals::insert_proposal(tx, &waits, &waits.id.to_string())?;
            }
            Ok::<_, DbError>(())
        })?;
    }
    Ok(())
}
