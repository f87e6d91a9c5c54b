// Generated from contracts/error_codes.json by `npm run generate`. Do not edit.

interface ErrorCodes {
  /** In `errors`: age_min is above age_max. */
  "ages_out_of_order": true;
  /** This match was judged the other way round. Ask for a new one. */
  "already_voted": true;
  /** In `errors`: text that may not be empty, nor spaces alone. */
  "blank": true;
  /** Signed in, but this is not allowed here, such as a page of another origin or of the staff. */
  "forbidden": true;
  /** Send fewer or shorter headers. */
  "headers_too_large": true;
  /** More pixels than are taken. Scale the image down. */
  "image_too_large": true;
  /** A call goes on. End it first. */
  "in_room": true;
  /** A bug on our side. Report it with the request_id. */
  "internal": true;
  /** Some fields are wrong: `errors` has each with its own code and sentence. Correct them. */
  "invalid": true;
  /** In `errors`: not one of the values that the field knows. The sentence lists them. */
  "invalid_choice": true;
  /** No such name and password, or the account is closed. */
  "invalid_credentials": true;
  /** In `errors`: a cursor that no page has given. Start again without one. */
  "invalid_cursor": true;
  /** A ticket opens one socket of its purpose, once, for a short time. Ask for a new one. */
  "invalid_ticket": true;
  /** The access token has expired or its session has ended. Refresh it, then try again; if that is refused too, log in. */
  "invalid_token": true;
  /** The other one's connection is not there and has too many messages waiting. Wait for it. */
  "mailbox_full": true;
  /** The request is no JSON, or no HTTP, that can be read. A bug of the client. */
  "malformed": true;
  /** A frame of a socket is no JSON object. A bug of the client. */
  "malformed_frame": true;
  /** The match has expired or was skipped, or one of its images is gone. Ask for a new one. */
  "match_gone": true;
  /** In `errors`: too many characters. The sentence says how many are allowed. */
  "max_length": true;
  /** In `errors`: a number above the highest one allowed, which the sentence names. */
  "max_value": true;
  /** For operators, at /readyz alone: the media folder is not this database's, so nothing in it is moved or deleted. See docs/runbook.md. */
  "media_store_refused": true;
  /** See the header Allow. */
  "method_not_allowed": true;
  /** In `errors`: too few characters. The sentence says how many are needed. */
  "min_length": true;
  /** In `errors`: a number below the lowest one allowed, which the sentence names. */
  "min_value": true;
  /** Every pair of images of others is judged or open for you. Vote on an open match (/tournaments/matches/open lists them), skip it, or come back later. */
  "no_pair_left": true;
  /** This needs an access token. Log in. */
  "not_authenticated": true;
  /** In `errors`: neither true nor false. */
  "not_boolean": true;
  /** There is nothing here, or no longer, or it is not yours to see. */
  "not_found": true;
  /** In `errors`: user ids that are no whole numbers with commas between them. */
  "not_ids": true;
  /** In `errors`: the body, or a part of it, is no JSON object. A bug of the client. */
  "not_object": true;
  /** Only who made it may change it. */
  "not_owner": true;
  /** In `errors`: a value that is no text. A bug of the client. */
  "not_text": true;
  /** In `errors`: a value that is no UUID. A bug of the client. */
  "not_uuid": true;
  /** In `errors`: not valid for a reason that has no code of its own. */
  "not_valid": true;
  /** In `errors`: a value that is no whole number. */
  "not_whole_number": true;
  /** The match was issued to another user. Ask for one of your own. */
  "not_your_match": true;
  /** In `errors`: null, where the field needs a value. */
  "null": true;
  /** In `errors`: give either user_id or username, not both. */
  "one_of_two": true;
  /** You judged these two in another match of the last 24 hours. Ask for a new one. */
  "pair_already_judged": true;
  /** In `errors`: a password of digits only. */
  "password_entirely_numeric": true;
  /** In `errors`: one of the passwords that everybody tries first. */
  "password_too_common": true;
  /** In `errors`: a password with fewer than five different characters. */
  "password_too_few_characters": true;
  /** In `errors`: a password with more than 128 characters. */
  "password_too_long": true;
  /** In `errors`: a password with fewer than 12 characters. */
  "password_too_short": true;
  /** In `errors`: a password that resembles the username. */
  "password_too_similar": true;
  /** A header If-Match or If-Unmodified-Since does not hold. Read again. */
  "precondition_failed": true;
  /** Too often. Wait for as many seconds as Retry-After says. */
  "rate_limited": true;
  /** In `errors`: the field is missing. */
  "required": true;
  /** The call is over, or was never yours. */
  "room_gone": true;
  /** In `errors`: winner_image_id and loser_image_id are the same. */
  "same_image": true;
  /** The disk for images is full or away. Nothing was kept. Send it again after as many seconds as Retry-After says. */
  "storage_unavailable": true;
  /** Two or more images of others take part, but all by one author, whose images do not meet each other. Come back later. */
  "too_few_authors": true;
  /** Fewer than two images of others take part; your own do not count, since you are not shown them. Come back later. */
  "too_few_images": true;
  /** The body is larger than is taken here. */
  "too_large": true;
  /** In `errors`: more values than one request may have. The sentence says how many. */
  "too_many": true;
  /** You hold as many blocks as you may. Lift one first. */
  "too_many_blocks": true;
  /** In `errors`: a number with more digits than any number allowed here. */
  "too_many_digits": true;
  /** A part of the system does not answer. Try again in some seconds. */
  "unavailable": true;
  /** In `errors`: a field of the body or form that the address does not know, such as a misspelt one. Names that its own answers have are ignored instead, so that a whole object may be sent back. */
  "unknown_field": true;
  /** The file is no image of a kind that is taken, by its first bytes or by its pixels, or is damaged. */
  "unreadable_image": true;
  /** In `errors`: text with NUL or a lone surrogate. A bug of the client. */
  "unstorable_text": true;
  /** Send the Content-Type that the address wants. */
  "unsupported_media_type": true;
  /** The answer took too long. Whether it was done is not known: look before you repeat. */
  "upstream_timeout": true;
  /** Shorten the address. */
  "uri_too_long": true;
  /** Another user's name looks like this one. Choose another. */
  "username_looks_taken": true;
  /** In `errors`: a name with letters of several scripts. */
  "username_mixes_scripts": true;
  /** In `errors`: a name that breaks the rule for names, which the sentence states. */
  "username_not_acceptable": true;
  /** In `errors`: a name that begins with `practice-partner-`, by which clients know the practice partner. Choose another. */
  "username_reserved": true;
  /** This name is taken, in this or another case. Choose another. */
  "username_taken": true;
  /** These are not the two images of this match. A bug of the client, or a mixed-up match_id. */
  "wrong_pair": true;
  /** The password is not that of the account. */
  "wrong_password": true;
  /** In `errors`: you cannot block or report yourself. */
  "yourself": true;
}

export type ServerErrorCode = keyof ErrorCodes;
