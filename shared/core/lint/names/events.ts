import { eventAliases } from "../../event-name.ts";

export { serverOnlyEvents, snakeCase } from "../../event-name.ts";

/** Events that GA4 recommends or collects by itself. */
const ga4 =
  "add_payment_info add_shipping_info add_to_cart add_to_wishlist begin_checkout campaign_details " +
  "click close_convert_lead close_unconvert_lead disqualify_lead earn_virtual_currency exception file_download first_visit " +
  "form_start form_submit generate_lead join_group level_end level_start level_up login page_view " +
  "post_score purchase qualify_lead refund remove_from_cart screen_view scroll search select_content " +
  "select_item select_promotion session_start share sign_up spend_virtual_currency timing_complete tutorial_begin " +
  "tutorial_complete unlock_achievement user_engagement video_complete video_progress video_start view_cart " +
  "view_item view_item_list view_promotion view_search_results working_lead";

/** Of Segment's specification, in snake_case, as far as GA4 has no name of its own for it. */
const segment =
  "account_added_user account_created account_deleted account_removed_user application_backgrounded " +
  "application_installed application_opened application_updated cart_shared checkout_step_completed " +
  "checkout_step_viewed coupon_applied coupon_denied coupon_entered coupon_removed email_bounced email_delivered " +
  "email_link_clicked email_marked_as_spam email_opened invite_sent live_chat_conversation_ended " +
  "live_chat_conversation_started live_chat_message_received live_chat_message_sent order_cancelled " +
  "order_updated product_list_filtered product_reviewed product_shared signed_out trial_ended trial_started " +
  "video_playback_completed video_playback_started";

/** The other calls of the envelope, and what Scoreline and its packs say. */
const ours =
  "alias answer_survey booking_confirmed calculate_finance call_answered call_missed call_started chat_ended " +
  "chat_message chat_opened chat_started consent_updated content_download disqualified email_replied email_sent " +
  "email_unsubscribed feature_used group identify lost meeting_booked meeting_cancelled meeting_held meeting_rescheduled opportunity phone_call phone_click promotion_dismissed " +
  "promotion_withheld qualified request_demo request_quote score_adjusted seat_added social_follow subscription_cancelled subscription_started " +
  "survey_answered survey_submitted test_drive trial_expired upgrade webinar_attended webinar_registered won";

/** Event names that something is known to send, as they are stored. */
export const knownEvents: ReadonlySet<string> = new Set(`${ga4} ${segment} ${ours}`.split(" "));

/** Names that never arrive, because the edge stores them under GA4's. */
export const renamedEvents: ReadonlyMap<string, string> = new Map(Object.entries(eventAliases));
