//! 督导组: who supervises a project, and which body each of them comes from.

use crate::{
    ids::{AccountId, GroupMemberId, ProjectId},
    word_enum,
};

word_enum! {
    /// 人大、政协、审计、信访.
    Body {
        Congress = "congress",
        Cppcc = "cppcc",
        Audit = "audit",
        Petitions = "petitions",
    }
}

/// Somebody who supervises projects for a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupervisingAccount {
    pub account: AccountId,
    pub name: String,
    pub login: String,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    pub id: GroupMemberId,
    pub project: ProjectId,
    pub account: AccountId,
    pub name: String,
    pub body: Body,
    /// 组长.
    pub leads: bool,
}

/// Whoever checked does not close: with fewer, nothing could ever be closed.
pub const FEWEST_MEMBERS: usize = 2;

/// How many come from each body, the leader's body first; what the public sees.
pub fn bodies(members: &[GroupMember]) -> Vec<(Body, usize)> {
    let mut found: Vec<(Body, usize)> = Body::ALL
        .iter()
        .map(|body| (*body, members.iter().filter(|member| member.body == *body).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let leading = members.iter().find(|member| member.leads).map(|member| member.body);
    found.sort_by_key(|(body, _)| Some(*body) != leading);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_sees_bodies_and_numbers_the_leading_one_first() {
        let member = |body, leads| GroupMember {
            id: GroupMemberId::new(),
            project: ProjectId::new(),
            account: AccountId::new(),
            name: "某人".to_owned(),
            body,
            leads,
        };
        let group = [member(Body::Congress, false), member(Body::Audit, true), member(Body::Congress, false)];
        assert_eq!(bodies(&group), [(Body::Audit, 1), (Body::Congress, 2)]);
        assert_eq!(bodies(&[]), []);
    }
}
