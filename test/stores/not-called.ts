/** Store functions with a shop that are not called, each with the reason. */
export const NOT_CALLED: Readonly<Record<string, string>> = {
  "privacy/eraseFromAudit": "removes addresses from data requests; those here have none",
  "delivery/queueWaitingNotes": "queues notes that no email has; one has the one here",
  "delivery/settleSentBefore": "writes to emails that have not left; the one here was sent",
  "delivery/removeImportedConsents": "removes what appendImportedConsents wrote",
  "profiles/removeUnfollowedValues": "removes what recordMetafields wrote, after another choice",
  "profiles/removeImportedProperties": "removes what setImportedProperties wrote",
  "feedback/recordRevenueForecasts": "needs trained models, which only training makes",
  "feedback/listFlowForecasts": "reads flows that are off; the one here is on",
  "feedback/listFlowsWithoutForecast": "reads flows that are off; the one here is on",
  "feedback/listFlowOutcomes": "reads flows turned on after a forecast; the one here was not",
  "feedback/findCountedSince": "reads what startRun wrote",
  "feedback/setUpRetention": "writes a row that is missing; here there is one",
  "feedback/findHoldoutUndo": "reads what changeHoldoutRate wrote",
  "experiments/findRevertedTest":
    "reads a decision that reverted a test; the one here approved one",
  "experiments/findDiscountModel": "reads what saveDiscountModel wrote",
  "predictions/listModelVersions": "reads what savePredictionModels wrote",
  "feedback/listErasedRecipients": "reads emails to erased customers; the one here is to another",
  "feedback/listUnanswered": "reads emails without an answer; the one here was sent",
  "feedback/markNotListed": "writes to emails without an answer; the one here was sent",
  "campaigns/listStartedCampaigns": "reads started campaigns; the one here is a draft",
  "profiles/listProfilesByTokens": "reads what replaceSearchTokens wrote",
  "campaigns/lockDueCampaign":
    "locks what is due of one shop; the campaign beside it is a draft here",
  "delivery/listPacedCampaigns": "reads campaigns that are under way; the one here is a draft",
  "delivery/extendWaitingMessages":
    "moves emails that waited until they are nearly too old; the one here is not",
  "delivery/findForeignDomain":
    "says whether another shop has a domain: beside one it answers otherwise",
  "delivery/listUsedTriggers": "reads what setTriggerUse writes",
  "flows/loadHashedFlowVersions": "reads by loadFlowVersions, and remembers what it read",
  "flows/listTriggerableFlows": "reads flows that begin by Shopify Flow; those here do not",
  "messages/settleAdded": "writes by the whole key, and only codes that Shopify is still adding",
  "messages/countWaitingEmails": "reads planned emails; the one here was sent",
  "segments/findDueList": "reads a segment without a rule; the one here has a rule",
  "segments/applyReportedChanges": "writes to a segment without a rule; the one here has a rule",
  "segments/listReportedChanges": "reads what a webhook of a segment without a rule recorded",
  "events/tryLockCursors": "takes locks by the shop's name, and neither reads nor writes a row",
  "events/lockAllCursors": "takes a lock by the shop's name, and neither reads nor writes a row",
  "events/lockCursor": "takes a lock by the shop's name, and neither reads nor writes a row",
  "shopify/markAccessConfirmed": "writes the row that markAccessLost writes",
  "shopify/markClosed": "writes the row that markAccessLost writes",
  "shopify/markOpen": "writes the row that markAccessLost writes",
  "profiles/listPeriodEvents": "reads browsing events, by a key that begins with the shop",
  "recommendations/listRecentBrowserEvents":
    "reads browsing events, by a key that begins with the shop",
  "recommendations/findProductRules": "reads what saveProductRules wrote",
  "recommendations/findSessionModel": "reads what saveSessionModel wrote",
  "recommendations/listLastVisits": "reads visits with products; the one here has none",
  "recommendations/findChoices": "reads the row that findLatestVersion reads",
  "predictions/listPrivacyLosses": "reads what saveNoisyCounts wrote",
  "predictions/countSharingShops": "counts the other shops that share; its own test has twenty",
  "predictions/findSharedCounts": "sums the counts of the other shops; its own test has twenty",
  "predictions/savePredictionModels": "takes trained models, which only training makes",
  "predictions/saveScoreScale": "writes only for a shop with a thousand predictions",
  "predictions/findScoreScale": "reads what saveScoreScale wrote",
  "predictions/findPredictionModels": "reads what savePredictionModels wrote",
  "predictions/findSelection": "reads what saveSelection wrote",
  "predictions/findUpliftCutoff": "reads what savePredictionModels wrote",
  "predictions/readFirstEmails": "needs a saved holdout; its own test reads another shop",
  "predictions/findProductTypes": "reads by the whole key; what it reads only training makes",
  "predictions/findStoredPrediction": "reads by the whole key; what it reads only scoring makes",
};

const TRANSACTS = "opens a transaction of its own, so that the database is its last argument";

const OF_THE_PROVIDER = "the provider counts the calls of all shops together";

const OF_THE_INBOUND_MAILBOX = "reports about all shops' emails arrive in one mailbox";

const OF_AN_INSTALLATION = "the keyring is of all shops";

const OF_A_MAILBOX = "a mailbox is counted for all shops together";

const OF_AN_ADDRESS = "an address that does not exist is none in every shop";

const OF_THE_DATABASE = "a database is restored with all of its shops";

/** Store functions without a shop as first argument, each with the reason. */
export const OF_ALL_SHOPS: Readonly<Record<string, string>> = {
  "jobs/findDue": "asks whether any shop may be due",
  "jobs/claimDue": "locks the due rows of many shops",
  "jobs/replaceDue": "replaces the rows that claimDue locked",
  "jobs/fillDue": "has every shop looked at",
  "events/recordEvents": "each event names its shop",
  "events/recordLockedEvents": "each event names its shop",
  "events/recordWebhooks": "each webhook names its shop",
  "feedback/recordEngagementEvents": "each event names its shop, and finds an email only there",
  "events/findShopOfKey": "finds the shop of an API key by the hash of a secret",
  "events/findShopByAccount": "finds the shop of a pixel by a name that nobody can guess",
  "restore/incrementBeat": OF_THE_DATABASE,
  "restore/isListRead": OF_THE_PROVIDER,
  "restore/claimList": OF_THE_PROVIDER,
  "restore/recordListRead": OF_THE_PROVIDER,
  "feedback/claimMailbox": OF_THE_INBOUND_MAILBOX,
  "feedback/extendMailboxLease": OF_THE_INBOUND_MAILBOX,
  "feedback/releaseMailbox": OF_THE_INBOUND_MAILBOX,
  "feedback/findMailboxState": OF_THE_INBOUND_MAILBOX,
  "delivery/listPooledShops": "a process reads the pools of all shops at once",
  "delivery/takeAccountToken": OF_THE_PROVIDER,
  "delivery/storeAccountRate": OF_THE_PROVIDER,
  "delivery/findAccountPause": OF_THE_PROVIDER,
  "delivery/recordBounced": OF_AN_ADDRESS,
  "delivery/findBounced": OF_AN_ADDRESS,
  "delivery/removeBounced": OF_AN_ADDRESS,
  "delivery/findDomainOwner": "a domain is one shop's among all",
  "privacy/listUsedKeys": OF_AN_INSTALLATION,
  "privacy/addUsedKeys": OF_AN_INSTALLATION,
  "privacy/deleteUsedKey": OF_AN_INSTALLATION,
  "privacy/countSealedByKey": OF_AN_INSTALLATION,
  "delivery/claimConfirmationSlot": OF_A_MAILBOX,
  "delivery/purgeMailboxCounters": OF_A_MAILBOX,
  "shopify/schedulePlanChecksAfterBillingChange": "billing is on or off for all shops of a Kindred",
  "flows/saveFlowVersion": TRANSACTS,
  "recommendations/saveRules": TRANSACTS,
};
