// Generated from contracts/realtime_messages.schema.json by `npm run generate`. Do not edit.

/**
 * This interface was referenced by `FramesOfWsMatchAndWsVoicechatRoom`'s JSON-Schema
 * via the `definition` "match_client".
 */
export type MatchClient = ({
action: "join_queue"
widen_after?: number
widen_years?: number
id?: (string | number | null)
} | {
action: "leave_queue"
id?: (string | number | null)
} | {
action: "respond"
response: ("accept" | "reject")
offer_id?: (string | null)
partner?: (string | null)
id?: (string | number | null)
} | {
action: "sync"
id?: (string | number | null)
} | {
action: "ping"
id?: (string | number | null)
})
/**
 * This interface was referenced by `FramesOfWsMatchAndWsVoicechatRoom`'s JSON-Schema
 * via the `definition` "match_server".
 */
export type MatchServer = ({
type: "state"
status: ("idle" | "queued" | "offered" | "in_room")
waiting: number
queued_at?: string
/**
 * How many of them fit both ways, as of some seconds ago; only while queued, and where it is known.
 */
fitting?: number
/**
 * How long users of the same gender and preferred gender waited for an offer: the median of the last ten minutes; absent where too few got one.
 */
estimate_seconds?: number
/**
 * When the range of ages will grow.
 */
widens_at?: string
/**
 * It has grown, for this stay.
 */
widened?: true
offer?: {
offer_id: string
match_id: string
partner: string
partner_age: number
partner_gender: ("male" | "female")
expires_at: string
}
room?: string
/**
 * The call of `room`: who the partner is, and when it ends at the latest.
 */
call?: {
room: string
match_id: string
partner: string
partner_age: number
partner_gender: ("male" | "female")
ends_at: string
}
seq: number
re?: (string | number)
} | {
type: "queue_joined"
queued_at: string
waiting: number
/**
 * How many of them fit both ways, as of some seconds ago; only while queued, and where it is known.
 */
fitting?: number
/**
 * How long users of the same gender and preferred gender waited for an offer: the median of the last ten minutes; absent where too few got one.
 */
estimate_seconds?: number
/**
 * When the range of ages will grow.
 */
widens_at?: string
/**
 * It has grown, for this stay.
 */
widened?: true
seq: number
re?: (string | number)
} | {
type: "range_widened"
age_min: number
age_max: number
seq: number
re?: (string | number)
} | {
type: "queue_left"
reason: ("left" | "disconnected")
seq: number
re?: (string | number)
} | {
type: "match_found"
offer_id: string
match_id: string
partner: string
partner_age: number
partner_gender: ("male" | "female")
expires_at: string
seq: number
re?: (string | number)
} | {
type: "match_response"
offer_id: string
result: ("accept" | "reject")
from: string
seq: number
re?: (string | number)
} | {
type: "match_success"
room: string
partner: string
match_id: string
offer_id: string
seq: number
re?: (string | number)
} | {
type: "match_cancelled"
reason: ("rejected" | "expired" | "partner_left" | "room_closed" | "no_active_match")
requeued: boolean
offer_id?: string
from?: string
seq: number
re?: (string | number)
} | {
type: "error"
code: string
message: string
/**
 * Seconds to wait; with `rate_limited`.
 */
retry_after?: number
seq: number
re?: (string | number)
} | {
type: "pong"
seq: number
re?: (string | number)
})
/**
 * This interface was referenced by `FramesOfWsMatchAndWsVoicechatRoom`'s JSON-Schema
 * via the `definition` "voice_client".
 */
export type VoiceClient = ({
type: "offer"
offer: {
type: "offer"
sdp: string
}
id?: (string | number | null)
} | {
type: "answer"
answer: {
type: "answer"
sdp: string
}
id?: (string | number | null)
} | {
type: "ice-candidate"
candidate: (null | {
candidate: string
sdpMid?: (string | null)
sdpMLineIndex?: (number | null)
usernameFragment?: (string | null)
})
id?: (string | number | null)
} | {
type: "bye"
id?: (string | number | null)
} | {
type: "ping"
id?: (string | number | null)
})
/**
 * This interface was referenced by `FramesOfWsMatchAndWsVoicechatRoom`'s JSON-Schema
 * via the `definition` "voice_server".
 */
export type VoiceServer = ({
type: "role_assignment"
role: ("offer" | "answer")
polite: boolean
seq: number
re?: (string | number)
} | {
type: "peer_joined"
fresh: boolean
seq: number
re?: (string | number)
} | {
type: "peer_left"
grace_seconds: number
seq: number
re?: (string | number)
} | {
type: "offer"
offer: {
type: "offer"
sdp: string
}
from: string
seq: number
re?: (string | number)
} | {
type: "answer"
answer: {
type: "answer"
sdp: string
}
from: string
seq: number
re?: (string | number)
} | {
type: "ice-candidate"
candidate: (null | {
candidate: string
sdpMid?: (string | null)
sdpMLineIndex?: (number | null)
usernameFragment?: (string | null)
})
from: string
seq: number
re?: (string | number)
} | {
type: "match_cancelled"
reason: ("partner_left" | "room_closed")
requeued: false
seq: number
re?: (string | number)
} | {
type: "error"
code: string
message: string
/**
 * Seconds to wait; with `rate_limited`.
 */
retry_after?: number
seq: number
re?: (string | number)
} | {
type: "pong"
seq: number
re?: (string | number)
})

/**
 * One JSON object a frame. `seq` counts a socket's server frames from 1; `re` repeats the `id` of the command answered.
 */
export interface FramesOfWsMatchAndWsVoicechatRoom {
[k: string]: unknown
}
