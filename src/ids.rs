//! Typed identifiers, and enums that are kept as words: one macro each.

/// Declares identifiers that cannot be taken for one another; stored as UUID.
macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, diesel::expression::AsExpression,
            diesel::deserialize::FromSqlRow, serde::Serialize, serde::Deserialize,
        )]
        #[diesel(sql_type = crate::db::sql::Uid)]
        #[serde(transparent)]
        pub struct $name(crate::db::Uid);

        impl $name {
            /// A new identifier that sorts by its time of making.
            #[allow(clippy::new_without_default, reason = "a default identifier would be a surprise")]
            pub fn new() -> Self {
                Self(crate::db::Uid(uuid::Uuid::now_v7()))
            }

            /// A new identifier that tells nothing of its time of making.
            pub fn timeless() -> Self {
                Self(crate::db::Uid(uuid::Uuid::new_v4()))
            }

            pub fn uuid(self) -> uuid::Uuid {
                self.0.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(|id| Self(crate::db::Uid(id)))
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(crate::db::Uid(id))
            }
        }

        impl diesel::serialize::ToSql<crate::db::sql::Uid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<crate::db::sql::Uid, diesel::pg::Pg>::to_sql(&self.0, out)
            }
        }
        impl diesel::serialize::ToSql<crate::db::sql::Uid, diesel::sqlite::Sqlite> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<crate::db::sql::Uid, diesel::sqlite::Sqlite>::to_sql(&self.0, out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<crate::db::sql::Uid, DB> for $name
        where
            crate::db::Uid: diesel::deserialize::FromSql<crate::db::sql::Uid, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <crate::db::Uid as diesel::deserialize::FromSql<crate::db::sql::Uid, DB>>::from_sql(value).map(Self)
            }
        }
        impl diesel::serialize::ToSql<crate::db::sql::Uid, crate::db::MultiTypeGlue> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, crate::db::MultiTypeGlue>,
            ) -> diesel::serialize::Result {
                out.set_value((crate::db::sql::Uid, self));
                Ok(diesel::serialize::IsNull::No)
            }
        }
    )* };
}

typed_ids! {
    AccountId, AccountRequestId, AdjustmentId, AttachmentId, AuditEntryId, CallId, CandidateId, CandidatePictureId, CandidateUploadId,
    CongressId, ContactId, DelegationId, DeputyId, DeputyNoteId, DocumentId, FindingId, FollowUpId, FollowUpStepId, FollowedId, FollowerId,
    GroupMemberId, HeldPictureId, InspectionId, KeyCeremonyId, LetterId, LightId, NeedId, NoticeId, PlaceId, PlanId, ProjectId, ProjectPlaceId,
    ProposalAnswerId, ProposalId, ProposalPictureId, PublicRatingId, RatingPeriodId, ReportId, RollUploadId, RoundId,
    RoundRequestId,
    ScreeningDecisionId, ScreeningMethodId, ScrutineerId, ServiceFieldId, SessionId, SlipPrintId,
    SubItemId, TabletId, ThresholdKeyId, UnitContactId, UnitId, VoiceAnswerId, VoiceId, VoicePictureId, VoiceWordsId,
    VoteChangeId, VotingMethodId, WarningId, WebhookId,
}

/// An enum whose values are words: the same word in the database, in JSON, in URLs and in message keys.
#[macro_export]
macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, diesel::expression::AsExpression,
            diesel::deserialize::FromSqlRow, serde::Serialize, serde::Deserialize,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.word() == text)
                    .ok_or_else(|| format!("{text:?} is no {}", stringify!($name)))
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.word(), out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                Ok(text.parse()?)
            }
        }
    };
}
