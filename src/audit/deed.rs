//! Every act that the lists know, in one place: the word under which it is kept, and by which it is said.

use crate::word_enum;

word_enum! {
    /// The word never changes: lists that were begun before are checked as they were written.
    Deed {
        // accounts
        PasswordChanged = "password_changed",
        AccountActRequested = "account_act_requested",
        AccountMade = "account_made",
        AccountReset = "account_reset",
        AccountClosed = "account_closed",
        AccountActWithdrawn = "account_act_withdrawn",
        AccountUnlocked = "account_unlocked",
        SignedIn = "signed_in",
        RecoveryCodeUsed = "recovery_code_used",
        ProviderSet = "provider_set",
        ProviderRemoved = "provider_removed",
        PasswordsSwitched = "passwords_switched",
        CodesSetUp = "codes_set_up",
        RecoveryCodesRenewed = "recovery_codes_renewed",

        // congress
        CongressFounded = "congress_founded",
        CongressHostGiven = "congress_host_given",
        SessionOpened = "session_opened",
        SessionCorrected = "session_corrected",
        SessionTakenAtHand = "session_taken_at_hand",
        RehearsalStarted = "rehearsal_started",
        CheckInCodeChanged = "check_in_code_changed",
        VotingMethodDrafted = "voting_method_drafted",
        ChangeDecided = "change_decided",
        VotingMethodAdopted = "voting_method_adopted",
        PriorReviewRecorded = "prior_review_recorded",
        ReviewOpinionSaved = "review_opinion_saved",
        ReviewOpinionRemoved = "review_opinion_removed",

        // post
        WebhookAdded = "webhook_added",
        WebhookTested = "webhook_tested",
        WebhookResumed = "webhook_resumed",
        WebhookRemoved = "webhook_removed",

        // attachments
        FileWithdrawalAsked = "file_withdrawal_asked",
        FileWithdrawn = "file_withdrawn",
        FileWithdrawalDropped = "file_withdrawal_dropped",

        // deputies
        AttendanceChanged = "attendance_changed",
        SittingBegun = "sitting_begun",
        RollUploaded = "roll_uploaded",
        RollImported = "roll_imported",
        LoginCardsIssued = "login_cards_issued",

        // proposals
        NeedAnswered = "need_answered",
        CallDrawnUp = "call_drawn_up",
        CallPublished = "call_published",
        CallExtended = "call_extended",
        CallReported = "call_reported",
        ProposalListsSaved = "proposal_lists_saved",
        NeedsMerged = "needs_merged",
        ProposalSplit = "proposal_split",
        NeedNamed = "need_named",
        MergeObjectionSettled = "merge_objection_settled",
        ProposalWrittenDown = "proposal_written_down",
        ProposalSorted = "proposal_sorted",

        // screening
        ScreeningMethodSaved = "screening_method_saved",
        AppraisersAsked = "appraisers_asked",
        AppraisalGiven = "appraisal_given",
        AppraiserRecused = "appraiser_recused",
        ScreeningDecisionAsked = "screening_decision_asked",
        ScreeningDecided = "screening_decided",
        ScreeningDecisionWithdrawn = "screening_decision_withdrawn",

        // candidates
        CandidatesImported = "candidates_imported",
        CandidatesUploaded = "candidates_uploaded",
        CandidatesReplaced = "candidates_replaced",
        CandidateTaken = "candidate_taken",
        CandidateAdded = "candidate_added",
        CandidateEdited = "candidate_edited",
        CandidateMoved = "candidate_moved",
        CandidatePicturesAdded = "candidate_pictures_added",
        CandidatePictureRemoved = "candidate_picture_removed",
        ListPutUp = "list_put_up",
        ListSealed = "list_sealed",
        ListUnsealed = "list_unsealed",

        // scrutineers
        ScrutineerAppointed = "scrutineer_appointed",
        ScrutineerWithdrawn = "scrutineer_withdrawn",
        ChiefScrutineerNamed = "chief_scrutineer_named",
        ThresholdKeyRetired = "threshold_key_retired",
        KeyCeremonyStarted = "key_ceremony_started",
        KeyCeremonyVoided = "key_ceremony_voided",
        KeyMessageTaken = "key_message_taken",
        KeyPartRefused = "key_part_refused",
        ThresholdKeyMade = "threshold_key_made",
        SeedCopyConfirmed = "seed_copy_confirmed",

        // documents
        DocumentDrafted = "document_drafted",
        DocumentSigned = "document_signed",
        DocumentObjected = "document_objected",
        InabilityDeclared = "inability_declared",
        InabilityConfirmed = "inability_confirmed",
        ObjectionOverruled = "objection_overruled",
        DocumentCertified = "document_certified",
        DocumentWithdrawn = "document_withdrawn",

        // ballots
        RoundOpened = "round_opened",
        RoundClosed = "round_closed",
        IssuingStarted = "issuing_started",
        ElectionSigned = "election_signed",
        RoundActRequested = "round_act_requested",
        RoundActConfirmed = "round_act_confirmed",
        RoundActWithdrawn = "round_act_withdrawn",
        RoundAnnulled = "round_annulled",
        IssuingRecalled = "issuing_recalled",
        FewOnPaperAccepted = "few_on_paper_accepted",
        IssueCancelRequested = "issue_cancel_requested",
        IssueCancelDropped = "issue_cancel_dropped",
        IssueCancelled = "issue_cancelled",
        SlipsPrinted = "slips_printed",
        SlipsCounted = "slips_counted",
        SlipsWithdrawn = "slips_withdrawn",
        SlipSampled = "slip_sampled",
        SlipsUnreadable = "slips_unreadable",
        TabletAdded = "tablet_added",
        TabletRemoved = "tablet_removed",

        // hand_count
        PaperBundleEntered = "paper_bundle_entered",
        PaperCountCalled = "paper_count_called",
        PaperCountConfirmed = "paper_count_confirmed",
        PaperCountReopened = "paper_count_reopened",

        // tally
        CountBegun = "count_begun",
        SecondBoxReported = "second_box_reported",
        ShareGiven = "share_given",
        ResultAnnounced = "result_announced",
        PresidiumDecided = "presidium_decided",

        // projects
        SubItemAccepted = "sub_item_accepted",
        SubItemGivenBack = "sub_item_given_back",
        AdjustmentProposed = "adjustment_proposed",
        AdjustmentEffective = "adjustment_effective",
        AdjustmentRefused = "adjustment_refused",
        UnitFounded = "unit_founded",
        LeadUnitNamed = "lead_unit_named",
        PlanHandedIn = "plan_handed_in",
        PlanPublished = "plan_published",
        PlanReturned = "plan_returned",
        ProgressReported = "progress_reported",
        PlaceAdded = "place_added",
        PlaceChanged = "place_changed",
        PlacesMoved = "places_moved",
        PlaceRemoved = "place_removed",
        PlacesImported = "places_imported",
        PlacePictureAdded = "place_picture_added",
        MapOutlineUploaded = "map_outline_uploaded",
        YearClosingSet = "year_closing_set",
        ProjectCarriedOver = "project_carried_over",
        TrackingRulesSaved = "tracking_rules_saved",

        // supervision
        FollowUpMoved = "follow_up_moved",
        GroupJoined = "group_joined",
        GroupLeaderNamed = "group_leader_named",
        GroupLeft = "group_left",
        InspectionRecorded = "inspection_recorded",
        InspectionRewritten = "inspection_rewritten",
        InspectionPublished = "inspection_published",
        InspectionReturned = "inspection_returned",
        NoteWritten = "note_written",
        NoteAnswered = "note_answered",
        NoteFollowedUp = "note_followed_up",

        // warnings
        UnitContactAdded = "unit_contact_added",
        UnitContactRemoved = "unit_contact_removed",

        // ratings
        RatingAnnounced = "rating_announced",
        RatingPeriodSet = "rating_period_set",
        RatingSignMade = "rating_sign_made",
        RatingRemarkSettled = "rating_remark_settled",
        RatingRemarkAnswered = "rating_remark_answered",

        // voices
        VoiceRulesSaved = "voice_rules_saved",
        VoiceSorted = "voice_sorted",
        VoiceWordsSettled = "voice_words_settled",
        VoiceAnswered = "voice_answered",
        VoiceRemarked = "voice_remarked",
        VoiceFollowedUp = "voice_followed_up",

        // reports
        YearReportFrozen = "year_report_frozen",
        YearReportCorrected = "year_report_corrected",

        // rehearsals
        RehearsalSwitched = "rehearsal_switched",
        RehearsalDeleted = "rehearsal_deleted",

        // screen
        HallScreenSet = "hall_screen_set",
        HallCountdownSet = "hall_countdown_set",
    }
}

impl Deed {
    /// The message that says it.
    pub fn message_key(self) -> String {
        format!("audit-act-{}", self.word().replace('_', "-"))
    }
}
