// Generated from contracts/openapi/image-community.json by `npm run generate`. Do not edit.

export interface paths {
    "/api/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List images, newest first
         * @description By page number or, with `cursor` (even empty), by position: `Link: rel="next"` is the next page.
         */
        get: operations["listImages"];
        put?: never;
        /**
         * Post an image
         * @description Reads the form itself: the framework would read the whole body before it checks the token.
         */
        post: operations["createImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/feed/random": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Random images
         * @description Every active image has the same chance at each request.
         */
        get: operations["listRandomImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/feed/top-24h": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ranking of the last 24 hours
         * @description Likes plus tournament wins of the 24 hours before `X-Maru-As-Of`; ties by newest first.
         */
        get: operations["listTopImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an image
         * @description 404 for withdrawn images.
         */
        get: operations["getImage"];
        /**
         * Change your image
         * @description Change the sent fields, for PATCH and PUT alike (existing clients send partial bodies with PUT).
         */
        put: operations["putImage"];
        post?: never;
        /**
         * Withdraw your image
         * @description Permanent: removes the image from every list and its file from the web. Votes still count for its
         *     model.
         *
         *     The file is kept for 30 days, accessible only to the operator.
         */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /**
         * Change your image
         * @description Change the sent fields, for PATCH and PUT alike (existing clients send partial bodies with PUT).
         */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/api/v1/images/{image_id}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Like an image
         * @description 201 the first time, 200 if repeated.
         */
        post: operations["likeImage"];
        /**
         * Remove a like
         * @description 200, also without a like.
         */
        delete: operations["unlikeImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{image_id}/like/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the likes of an image
         * @description Public; without a token `is_liked` is false.
         */
        get: operations["getLikeStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The models by their ratings
         * @description From all votes between images of two named models; fitted after changes, at most once per minute.
         */
        get: operations["getModelLeaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/models.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The models' ratings and intervals as a chart (PNG)
         * @description A chart of the numbers of `/leaderboards/models`, rendered after the last fit.
         */
        get: operations["getModelsPng"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/models.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The models' ratings and intervals as a chart (SVG)
         * @description A chart of the numbers of `/leaderboards/models`, rendered after the last fit.
         */
        get: operations["getModelsSvg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/win-rates.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The models' win rates against each other as a chart (PNG)
         * @description A chart of the numbers of `/leaderboards/models`, rendered after the last fit.
         */
        get: operations["getWinRatesPng"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/win-rates.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The models' win rates against each other as a chart (SVG)
         * @description A chart of the numbers of `/leaderboards/models`, rendered after the last fit.
         */
        get: operations["getWinRatesSvg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export your data
         * @description Your posts, withdrawn ones too, your likes and your votes, as one JSON document.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tournaments/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get two images to judge
         * @description Each call issues a new match, open for 300 seconds. Without a token there is no vote.
         *
         *     Excluded: two images of one author, your own images, pairs that you judged in the last 24 hours, and pairs
         *     that are open for you. Skip a match that you do not judge, or its pair stays excluded for 300 seconds.
         */
        get: operations["getMatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tournaments/matches/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your open matches, newest first
         * @description Matches that you neither judged nor skipped, that have not expired, and whose images take part.
         *
         *     A page that was closed or reloaded finds here what it was judging.
         */
        get: operations["listOpenMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tournaments/rankings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The images with the best ratings
         * @description By the lower ends of the ratings' intervals, then images with votes but no rating yet.
         *
         *     An image that left the tournament keeps its rank; a withdrawn one has none.
         */
        get: operations["listRankings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tournaments/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a match without a vote
         * @description Counts nothing. The pair may be drawn again.
         */
        post: operations["skipMatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tournaments/vote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a match
         * @description One vote per match: 201 the first time, 200 with the same `vote_id` if repeated.
         */
        post: operations["vote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Author
         * @description Who posted an image.
         */
        Author: {
            /** Id */
            id: number;
            /** Username */
            username: string;
        };
        /**
         * Ballot
         * @description A vote. Without `match_id` it is for the voter's latest match of exactly these two images.
         *
         *     Other names of a Match and of a VoteResult are ignored.
         */
        Ballot: {
            /** Loser Image Id */
            loser_image_id: number;
            /** Match Id */
            match_id?: string | null;
            /** Winner Image Id */
            winner_image_id: number;
        };
        /**
         * CountedVotes
         * @description `in_all` = `counted` + all of `left_out`. `daily_cap`: per voter, pair of models and day (UTC).
         */
        CountedVotes: {
            /** Counted */
            counted: number;
            /** Daily Cap */
            daily_cap: number;
            /** In All */
            in_all: number;
            left_out: components["schemas"]["LeftOut"];
        };
        /**
         * Export
         * @description All data of the caller in image-community; auth-match has its own export.
         */
        Export: {
            /**
             * Exported At
             * Format: date-time
             */
            exported_at: string;
            /** Likes */
            likes: components["schemas"]["ExportedLike"][];
            /** Posts */
            posts: components["schemas"]["ExportedPost"][];
            /** User Id */
            user_id: number;
            /** Votes */
            votes: components["schemas"]["ExportedVote"][];
        };
        /**
         * ExportedLike
         * @description One like.
         */
        ExportedLike: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Image Id */
            image_id: number;
        };
        /**
         * ExportedPost
         * @description One post, withdrawn or not; `image_url` is absolute and serves the image while `is_active`.
         */
        ExportedPost: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Deleted At */
            deleted_at: string | null;
            /** Height */
            height: number;
            /** Id */
            id: number;
            /** Image Url */
            image_url: string;
            /** Is Active */
            is_active: boolean;
            /** Is Tournament Opt In */
            is_tournament_opt_in: boolean;
            /** Like Count */
            like_count: number;
            /** Model Name */
            model_name: string | null;
            /** Prompt */
            prompt: string;
            /** Tournament Loss Count */
            tournament_loss_count: number;
            /** Tournament Win Count */
            tournament_win_count: number;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Width */
            width: number;
        };
        /**
         * ExportedVote
         * @description One vote. `winner_was_left`: whether the winner was on the left; null if unknown.
         */
        ExportedVote: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Loser Image Id */
            loser_image_id: number;
            /** Match Id */
            match_id: string;
            /** Winner Image Id */
            winner_image_id: number;
            /** Winner Was Left */
            winner_was_left: boolean | null;
        };
        /**
         * FieldProblem
         * @description One invalid field; `field` is its path, such as `prompt` or `page`, "" for the body as a whole.
         */
        FieldProblem: {
            /** @enum {string} */
            code: "blank" | "image_too_large" | "invalid_choice" | "invalid_cursor" | "max_length" | "max_value" | "min_length" | "min_value" | "not_boolean" | "not_object" | "not_text" | "not_uuid" | "not_valid" | "not_whole_number" | "null" | "required" | "same_image" | "too_many_digits" | "unknown_field" | "unreadable_image" | "unstorable_text";
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * Image
         * @description One post. `is_liked` is present if the caller is known; `image_url` is absolute.
         */
        Image: {
            /** @description null while the name is not known; its id is `user_id` */
            author: components["schemas"]["Author"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Height */
            height: number;
            /** Id */
            id: number;
            /** Image Url */
            image_url: string;
            /** Is Active */
            is_active: boolean;
            /** Is Liked */
            is_liked?: boolean;
            /** Is Tournament Opt In */
            is_tournament_opt_in: boolean;
            /** Like Count */
            like_count: number;
            /** Model Name */
            model_name: string | null;
            /** Placeholder */
            placeholder: string | null;
            /** Prompt */
            prompt: string;
            /** Thumbnails */
            thumbnails: {
                [key: string]: string;
            };
            /** Tournament Loss Count */
            tournament_loss_count: number;
            /** Tournament Win Count */
            tournament_win_count: number;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** User Id */
            user_id: number;
            /** Width */
            width: number;
        };
        /**
         * ImagePage
         * @description One page of a list, by number.
         */
        ImagePage: {
            /** Has Next */
            has_next: boolean;
            /** Items */
            items: components["schemas"]["Image"][];
            /** Page */
            page: number;
            /** Size */
            size: number;
            /**
             * Total
             * @description exact, or 10,000 if there are more
             */
            total: number;
            /**
             * Total Is Exact
             * @description always true without filters and with `user_id` alone; false: there are more than `total`
             */
            total_is_exact: boolean;
        };
        /**
         * ImagesAfter
         * @description One page of a list, by position; `next_cursor` is null on the last page.
         */
        ImagesAfter: {
            /** Items */
            items: components["schemas"]["Image"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LeftOut
         * @description Votes that do not count, by the first reason that applies.
         */
        LeftOut: {
            /** Deleted Voter */
            deleted_voter: number;
            /** Disabled Voter */
            disabled_voter: number;
            /** Over Daily Cap */
            over_daily_cap: number;
            /** Rare Model */
            rare_model: number;
            /** Same Model */
            same_model: number;
            /** Unnamed Model */
            unnamed_model: number;
        };
        /**
         * LikeState
         * @description The current likes of an image, and whether the caller's is among them.
         */
        LikeState: {
            /** Is Liked */
            is_liked: boolean;
            /** Like Count */
            like_count: number;
            /** Message */
            message: string;
        };
        /**
         * Match
         * @description Two images. `expires_at` is null without a token; `image1`, `image2` repeat `images`.
         */
        Match: {
            /** Expires At */
            expires_at: string | null;
            image1: components["schemas"]["Image"];
            image2: components["schemas"]["Image"];
            /** Images */
            images: components["schemas"]["Image"][];
            /** Match Id */
            match_id: string;
            /** Message */
            message: string;
        };
        /**
         * ModelLeaderboard
         * @description `win_rates[i][j]`: the win rate of model i against j, null without votes; `matches`: their number.
         */
        ModelLeaderboard: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * Hidden Models
             * @description models with fewer than `min_votes` votes
             */
            hidden_models: number;
            /** Matches */
            matches: number[][];
            /** Min Votes */
            min_votes: number;
            /** Models */
            models: components["schemas"]["RatedModel"][];
            /**
             * Models In All
             * @description models with enough votes; `models` has the first ones
             */
            models_in_all: number;
            position_bias: components["schemas"]["PositionBias"];
            votes: components["schemas"]["CountedVotes"];
            /**
             * Votes Missing
             * @description votes that the nearest hidden model lacks until it is shown; null if none is hidden
             */
            votes_missing: number | null;
            /** Win Rates */
            win_rates: (number | null)[][];
        };
        /**
         * PositionBias
         * @description The share of counted votes for the left image, with its 95 % interval; 0.5 means no bias.
         *
         *     Only votes whose side is known.
         */
        PositionBias: {
            /** High */
            high: number | null;
            /** Left Share */
            left_share: number | null;
            /** Left Wins */
            left_wins: number;
            /** Low */
            low: number | null;
            /** Right Wins */
            right_wins: number;
        };
        /**
         * PostChanges
         * @description The fields to change; absent ones stay. Only `model_name` may be null.
         *
         *     Other names of an Image are ignored.
         */
        PostChanges: {
            /** Is Tournament Opt In */
            is_tournament_opt_in?: boolean;
            /** Model Name */
            model_name?: string | null;
            /** Prompt */
            prompt?: string;
        };
        /**
         * Problem
         * @description The body of every refusal. `code` is one of contracts/error_codes.json, `detail` a plain sentence.
         */
        Problem: {
            /** @enum {string} */
            code: "already_voted" | "forbidden" | "headers_too_large" | "image_too_large" | "internal" | "invalid" | "invalid_token" | "malformed" | "match_gone" | "method_not_allowed" | "no_pair_left" | "not_authenticated" | "not_found" | "not_owner" | "not_your_match" | "pair_already_judged" | "precondition_failed" | "rate_limited" | "storage_unavailable" | "too_few_authors" | "too_few_images" | "too_large" | "unavailable" | "unreadable_image" | "unsupported_media_type" | "upstream_timeout" | "uri_too_long" | "wrong_pair";
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["FieldProblem"][] | null;
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             * @constant
             */
            type: "about:blank";
        };
        /**
         * RankedImage
         * @description `like_count` is of all time; the two counts of the last 24 hours add up to `total_score`.
         */
        RankedImage: {
            /** @description null while the name is not known; its id is `user_id` */
            author: components["schemas"]["Author"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Height */
            height: number;
            /** Id */
            id: number;
            /** Image Url */
            image_url: string;
            /** Is Active */
            is_active: boolean;
            /** Is Liked */
            is_liked?: boolean;
            /** Is Tournament Opt In */
            is_tournament_opt_in: boolean;
            /** Like Count */
            like_count: number;
            /** Like Count 24H */
            like_count_24h: number;
            /** Model Name */
            model_name: string | null;
            /** Placeholder */
            placeholder: string | null;
            /** Prompt */
            prompt: string;
            /** Rank */
            rank: number;
            /** Thumbnails */
            thumbnails: {
                [key: string]: string;
            };
            /** Total Score */
            total_score: number;
            /** Tournament Loss Count */
            tournament_loss_count: number;
            /** Tournament Win Count */
            tournament_win_count: number;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** User Id */
            user_id: number;
            /** Width */
            width: number;
            /** Win Count 24H */
            win_count_24h: number;
        };
        /**
         * Rankings
         * @description The first ranks, and the total number.
         */
        Rankings: {
            /** Rankings */
            rankings: components["schemas"]["RatedImage"][];
            /** Total */
            total: number;
        };
        /**
         * RatedImage
         * @description A ranked image. The rating is null if no vote on the image is in the last fit (all are newer, or older
         *     than the newest million), or if the image was being changed during the fit.
         */
        RatedImage: {
            image: components["schemas"]["Image"];
            /** Loss Count */
            loss_count: number;
            /**
             * Matches
             * @description votes in the fit, which uses the newest million
             */
            matches: number;
            /**
             * Provisional
             * @description rated from fewer than 10 matches
             */
            provisional: boolean;
            /** Rank */
            rank: number;
            /** Rating */
            rating: number | null;
            /** Rating High */
            rating_high: number | null;
            /** Rating Low */
            rating_low: number | null;
            /** Win Count */
            win_count: number;
        };
        /**
         * RatedModel
         * @description One model. `rank` is 1 + the number of models whose lower bound is above this one's upper bound.
         */
        RatedModel: {
            /** Losses */
            losses: number;
            /**
             * Model Key
             * @description the normalised name: no differences of case, width and spaces, no invisible characters
             */
            model_key: string;
            /**
             * Model Name
             * @description the spelling of most authors; `model_key` if no image of the model is visible
             */
            model_name: string;
            /** Rank */
            rank: number;
            /**
             * Rating
             * @description the mean of `models_in_all` is 1000; 400 points are odds of ten to one
             */
            rating: number;
            /** Rating High */
            rating_high: number;
            /**
             * Rating Low
             * @description lower end of the 95 % interval
             */
            rating_low: number;
            /** Votes */
            votes: number;
            /** Wins */
            wins: number;
        };
        /**
         * Skip
         * @description The match to end without a vote. Other names of a Match are ignored.
         */
        Skip: {
            /**
             * Match Id
             * Format: uuid
             */
            match_id: string;
        };
        /**
         * VoteResult
         * @description A counted vote.
         */
        VoteResult: {
            /** Loser Image Id */
            loser_image_id: number;
            /** Match Id */
            match_id: string;
            /** Message */
            message: string;
            /** Vote Id */
            vote_id: number;
            /** Winner Image Id */
            winner_image_id: number;
            /** Winner New Win Count */
            winner_new_win_count: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The name of the file
         * @example attachment; filename="maru-images.json"
         */
        "Content-Disposition": string;
        /**
         * @description For If-None-Match
         * @example W/"0123456789abcdef0123456789abcdef"
         */
        ETag: string;
        /**
         * @description RFC 8288: the next page by position
         * @example <https://maru.example/api/v1/images>; rel="next"
         */
        Link: string;
        /**
         * @description The address of the image
         * @example /api/v1/images/7
         */
        Location: string;
        /**
         * @description Seconds to wait
         * @example 2
         */
        "Retry-After": string;
        /**
         * @description RFC 6750: on a 401; with `invalid_token` also on a public response to a stale token
         * @example Bearer realm="maru", error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description The moment that the response describes
         * @example 2026-11-30T12:00:00Z
         */
        "X-Maru-As-Of": string;
        /**
         * @description Name it in a report of a bug
         * @example 5f0c4e5d8a0b4a9f8e7d6c5b4a392817
         */
        "X-Request-ID": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listImages: {
        parameters: {
            query?: {
                page?: number;
                size?: number;
                /** @description Pages by position instead of by number; empty for the first page */
                cursor?: string | null;
                user_id?: number | null;
                tournament_only?: boolean;
                /** @description the exact spelling */
                model_name?: string | null;
                /** @description any spelling: the key in the leaderboard of models */
                model_key?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "has_next": false,
                     *       "items": [
                     *         {
                     *           "author": {
                     *             "id": 3,
                     *             "username": "minji"
                     *           },
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "height": 768,
                     *           "id": 7,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_liked": false,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": "Flux",
                     *           "placeholder": null,
                     *           "prompt": "a wooden floor in the morning light",
                     *           "thumbnails": {},
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "user_id": 3,
                     *           "width": 1024
                     *         }
                     *       ],
                     *       "page": 1,
                     *       "size": 20,
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["ImagePage"] | components["schemas"]["ImagesAfter"];
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    createImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description JPEG, PNG, WebP, GIF or AVIF; at most 10 MiB and 40 megapixels (all frames together), AVIF 16 megapixels
                     */
                    file: Blob;
                    /** @default false */
                    is_tournament_opt_in?: boolean;
                    model_name?: string;
                    prompt: string;
                };
            };
        };
        responses: {
            /** @description You already posted the same bytes; returns that post */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "author": {
                     *         "id": 3,
                     *         "username": "minji"
                     *       },
                     *       "created_at": "2026-11-30T12:00:00Z",
                     *       "height": 768,
                     *       "id": 7,
                     *       "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *       "is_active": true,
                     *       "is_liked": false,
                     *       "is_tournament_opt_in": true,
                     *       "like_count": 0,
                     *       "model_name": "Flux",
                     *       "placeholder": null,
                     *       "prompt": "a wooden floor in the morning light",
                     *       "thumbnails": {},
                     *       "tournament_loss_count": 0,
                     *       "tournament_win_count": 0,
                     *       "updated_at": "2026-11-30T12:00:00Z",
                     *       "user_id": 3,
                     *       "width": 1024
                     *     }
                     */
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Bad Request: `malformed` */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed";
                    };
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Content Too Large: `too_large` */
            413: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_large";
                    };
                };
            };
            /** @description Unsupported Media Type: `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                    };
                };
            };
            /** @description Unprocessable Content: `image_too_large`, `invalid`, `unreadable_image` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "image_too_large" | "invalid" | "unreadable_image";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `storage_unavailable`, `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "storage_unavailable" | "unavailable";
                    };
                };
            };
        };
    };
    listRandomImages: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "author": {
                     *           "id": 3,
                     *           "username": "minji"
                     *         },
                     *         "created_at": "2026-11-30T12:00:00Z",
                     *         "height": 768,
                     *         "id": 7,
                     *         "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *         "is_active": true,
                     *         "is_liked": false,
                     *         "is_tournament_opt_in": true,
                     *         "like_count": 12,
                     *         "model_name": "Flux",
                     *         "placeholder": null,
                     *         "prompt": "a wooden floor in the morning light",
                     *         "thumbnails": {},
                     *         "tournament_loss_count": 2,
                     *         "tournament_win_count": 5,
                     *         "updated_at": "2026-11-30T12:00:00Z",
                     *         "user_id": 3,
                     *         "width": 1024
                     *       },
                     *       {
                     *         "author": {
                     *           "id": 4,
                     *           "username": "jun"
                     *         },
                     *         "created_at": "2026-11-30T12:00:00Z",
                     *         "height": 768,
                     *         "id": 8,
                     *         "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *         "is_active": true,
                     *         "is_liked": false,
                     *         "is_tournament_opt_in": true,
                     *         "like_count": 12,
                     *         "model_name": null,
                     *         "placeholder": null,
                     *         "prompt": "a wooden floor in the morning light",
                     *         "thumbnails": {},
                     *         "tournament_loss_count": 2,
                     *         "tournament_win_count": 5,
                     *         "updated_at": "2026-11-30T12:00:00Z",
                     *         "user_id": 4,
                     *         "width": 1024
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Image"][];
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    listTopImages: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "author": {
                     *           "id": 3,
                     *           "username": "minji"
                     *         },
                     *         "created_at": "2026-11-30T12:00:00Z",
                     *         "height": 768,
                     *         "id": 7,
                     *         "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *         "is_active": true,
                     *         "is_liked": false,
                     *         "is_tournament_opt_in": true,
                     *         "like_count": 12,
                     *         "like_count_24h": 6,
                     *         "model_name": "Flux",
                     *         "placeholder": null,
                     *         "prompt": "a wooden floor in the morning light",
                     *         "rank": 1,
                     *         "thumbnails": {},
                     *         "total_score": 9,
                     *         "tournament_loss_count": 2,
                     *         "tournament_win_count": 5,
                     *         "updated_at": "2026-11-30T12:00:00Z",
                     *         "user_id": 3,
                     *         "width": 1024,
                     *         "win_count_24h": 3
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["RankedImage"][];
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "author": {
                     *         "id": 3,
                     *         "username": "minji"
                     *       },
                     *       "created_at": "2026-11-30T12:00:00Z",
                     *       "height": 768,
                     *       "id": 7,
                     *       "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *       "is_active": true,
                     *       "is_liked": false,
                     *       "is_tournament_opt_in": true,
                     *       "like_count": 12,
                     *       "model_name": "Flux",
                     *       "placeholder": null,
                     *       "prompt": "a wooden floor in the morning light",
                     *       "thumbnails": {},
                     *       "tournament_loss_count": 2,
                     *       "tournament_win_count": 5,
                     *       "updated_at": "2026-11-30T12:00:00Z",
                     *       "user_id": 3,
                     *       "width": 1024
                     *     }
                     */
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    putImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "author": {
                     *         "id": 3,
                     *         "username": "minji"
                     *       },
                     *       "created_at": "2026-11-30T12:00:00Z",
                     *       "height": 768,
                     *       "id": 7,
                     *       "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *       "is_active": true,
                     *       "is_liked": false,
                     *       "is_tournament_opt_in": true,
                     *       "like_count": 12,
                     *       "model_name": "Flux",
                     *       "placeholder": null,
                     *       "prompt": "a wooden floor in the morning light",
                     *       "thumbnails": {},
                     *       "tournament_loss_count": 2,
                     *       "tournament_win_count": 5,
                     *       "updated_at": "2026-11-30T12:00:00Z",
                     *       "user_id": 3,
                     *       "width": 1024
                     *     }
                     */
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Bad Request: `malformed` */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed";
                    };
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Forbidden: `not_owner` */
            403: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_owner";
                    };
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Content Too Large: `too_large` */
            413: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_large";
                    };
                };
            };
            /** @description Unsupported Media Type: `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Forbidden: `not_owner` */
            403: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_owner";
                    };
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    updateImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "author": {
                     *         "id": 3,
                     *         "username": "minji"
                     *       },
                     *       "created_at": "2026-11-30T12:00:00Z",
                     *       "height": 768,
                     *       "id": 7,
                     *       "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *       "is_active": true,
                     *       "is_liked": false,
                     *       "is_tournament_opt_in": true,
                     *       "like_count": 12,
                     *       "model_name": "Flux",
                     *       "placeholder": null,
                     *       "prompt": "a wooden floor in the morning light",
                     *       "thumbnails": {},
                     *       "tournament_loss_count": 2,
                     *       "tournament_win_count": 5,
                     *       "updated_at": "2026-11-30T12:00:00Z",
                     *       "user_id": 3,
                     *       "width": 1024
                     *     }
                     */
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description Bad Request: `malformed` */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed";
                    };
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Forbidden: `not_owner` */
            403: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_owner";
                    };
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Content Too Large: `too_large` */
            413: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_large";
                    };
                };
            };
            /** @description Unsupported Media Type: `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    likeImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You already liked it */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_liked": true,
                     *       "like_count": 13,
                     *       "message": "You like this image."
                     *     }
                     */
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    unlikeImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_liked": false,
                     *       "like_count": 12,
                     *       "message": "You do not like this image."
                     *     }
                     */
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getLikeStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_liked": false,
                     *       "like_count": 12,
                     *       "message": "You do not like this image."
                     *     }
                     */
                    "application/json": components["schemas"]["LikeState"];
                };
            };
            /** @description Not Found: `not_found` */
            404: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_found";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getModelLeaderboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2026-11-30T12:00:00Z",
                     *       "hidden_models": 2,
                     *       "matches": [
                     *         [
                     *           0
                     *         ]
                     *       ],
                     *       "min_votes": 300,
                     *       "models": [
                     *         {
                     *           "losses": 172,
                     *           "model_key": "flux",
                     *           "model_name": "Flux",
                     *           "rank": 1,
                     *           "rating": 1043.2,
                     *           "rating_high": 1104.7,
                     *           "rating_low": 981.7,
                     *           "votes": 412,
                     *           "wins": 240
                     *         }
                     *       ],
                     *       "models_in_all": 1,
                     *       "position_bias": {
                     *         "high": 0.55,
                     *         "left_share": 0.5,
                     *         "left_wins": 206,
                     *         "low": 0.45,
                     *         "right_wins": 206
                     *       },
                     *       "votes": {
                     *         "counted": 671,
                     *         "daily_cap": 20,
                     *         "in_all": 671,
                     *         "left_out": {
                     *           "deleted_voter": 0,
                     *           "disabled_voter": 0,
                     *           "over_daily_cap": 0,
                     *           "rare_model": 0,
                     *           "same_model": 0,
                     *           "unnamed_model": 0
                     *         }
                     *       },
                     *       "votes_missing": 41,
                     *       "win_rates": [
                     *         [
                     *           null
                     *         ]
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelLeaderboard"];
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getModelsPng: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getModelsSvg: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <svg xmlns="http://www.w3.org/2000/svg"/> */
                    "image/svg+xml": string;
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getWinRatesPng: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getWinRatesSvg: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <svg xmlns="http://www.w3.org/2000/svg"/> */
                    "image/svg+xml": string;
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exported_at": "2026-11-30T12:00:00Z",
                     *       "likes": [
                     *         {
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "image_id": 8
                     *         }
                     *       ],
                     *       "posts": [
                     *         {
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "deleted_at": null,
                     *           "height": 768,
                     *           "id": 7,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": "Flux",
                     *           "prompt": "a wooden floor in the morning light",
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "width": 1024
                     *         }
                     *       ],
                     *       "user_id": 3,
                     *       "votes": [
                     *         {
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "loser_image_id": 8,
                     *           "match_id": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11",
                     *           "winner_image_id": 7,
                     *           "winner_was_left": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    getMatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-30T12:05:00Z",
                     *       "image1": {
                     *         "author": {
                     *           "id": 3,
                     *           "username": "minji"
                     *         },
                     *         "created_at": "2026-11-30T12:00:00Z",
                     *         "height": 768,
                     *         "id": 7,
                     *         "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *         "is_active": true,
                     *         "is_liked": false,
                     *         "is_tournament_opt_in": true,
                     *         "like_count": 12,
                     *         "model_name": "Flux",
                     *         "placeholder": null,
                     *         "prompt": "a wooden floor in the morning light",
                     *         "thumbnails": {},
                     *         "tournament_loss_count": 2,
                     *         "tournament_win_count": 5,
                     *         "updated_at": "2026-11-30T12:00:00Z",
                     *         "user_id": 3,
                     *         "width": 1024
                     *       },
                     *       "image2": {
                     *         "author": {
                     *           "id": 4,
                     *           "username": "jun"
                     *         },
                     *         "created_at": "2026-11-30T12:00:00Z",
                     *         "height": 768,
                     *         "id": 8,
                     *         "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *         "is_active": true,
                     *         "is_liked": false,
                     *         "is_tournament_opt_in": true,
                     *         "like_count": 12,
                     *         "model_name": null,
                     *         "placeholder": null,
                     *         "prompt": "a wooden floor in the morning light",
                     *         "thumbnails": {},
                     *         "tournament_loss_count": 2,
                     *         "tournament_win_count": 5,
                     *         "updated_at": "2026-11-30T12:00:00Z",
                     *         "user_id": 4,
                     *         "width": 1024
                     *       },
                     *       "images": [
                     *         {
                     *           "author": {
                     *             "id": 3,
                     *             "username": "minji"
                     *           },
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "height": 768,
                     *           "id": 7,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_liked": false,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": "Flux",
                     *           "placeholder": null,
                     *           "prompt": "a wooden floor in the morning light",
                     *           "thumbnails": {},
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "user_id": 3,
                     *           "width": 1024
                     *         },
                     *         {
                     *           "author": {
                     *             "id": 4,
                     *             "username": "jun"
                     *           },
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "height": 768,
                     *           "id": 8,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_liked": false,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": null,
                     *           "placeholder": null,
                     *           "prompt": "a wooden floor in the morning light",
                     *           "thumbnails": {},
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "user_id": 4,
                     *           "width": 1024
                     *         }
                     *       ],
                     *       "match_id": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11",
                     *       "message": "Which one is better?"
                     *     }
                     */
                    "application/json": components["schemas"]["Match"];
                };
            };
            /** @description Unauthorized: `invalid_token` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token";
                    };
                };
            };
            /** @description Conflict: `no_pair_left`, `too_few_authors`, `too_few_images` */
            409: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_pair_left" | "too_few_authors" | "too_few_images";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    listOpenMatches: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "expires_at": "2026-11-30T12:05:00Z",
                     *         "image1": {
                     *           "author": {
                     *             "id": 3,
                     *             "username": "minji"
                     *           },
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "height": 768,
                     *           "id": 7,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_liked": false,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": "Flux",
                     *           "placeholder": null,
                     *           "prompt": "a wooden floor in the morning light",
                     *           "thumbnails": {},
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "user_id": 3,
                     *           "width": 1024
                     *         },
                     *         "image2": {
                     *           "author": {
                     *             "id": 4,
                     *             "username": "jun"
                     *           },
                     *           "created_at": "2026-11-30T12:00:00Z",
                     *           "height": 768,
                     *           "id": 8,
                     *           "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *           "is_active": true,
                     *           "is_liked": false,
                     *           "is_tournament_opt_in": true,
                     *           "like_count": 12,
                     *           "model_name": null,
                     *           "placeholder": null,
                     *           "prompt": "a wooden floor in the morning light",
                     *           "thumbnails": {},
                     *           "tournament_loss_count": 2,
                     *           "tournament_win_count": 5,
                     *           "updated_at": "2026-11-30T12:00:00Z",
                     *           "user_id": 4,
                     *           "width": 1024
                     *         },
                     *         "images": [
                     *           {
                     *             "author": {
                     *               "id": 3,
                     *               "username": "minji"
                     *             },
                     *             "created_at": "2026-11-30T12:00:00Z",
                     *             "height": 768,
                     *             "id": 7,
                     *             "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *             "is_active": true,
                     *             "is_liked": false,
                     *             "is_tournament_opt_in": true,
                     *             "like_count": 12,
                     *             "model_name": "Flux",
                     *             "placeholder": null,
                     *             "prompt": "a wooden floor in the morning light",
                     *             "thumbnails": {},
                     *             "tournament_loss_count": 2,
                     *             "tournament_win_count": 5,
                     *             "updated_at": "2026-11-30T12:00:00Z",
                     *             "user_id": 3,
                     *             "width": 1024
                     *           },
                     *           {
                     *             "author": {
                     *               "id": 4,
                     *               "username": "jun"
                     *             },
                     *             "created_at": "2026-11-30T12:00:00Z",
                     *             "height": 768,
                     *             "id": 8,
                     *             "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *             "is_active": true,
                     *             "is_liked": false,
                     *             "is_tournament_opt_in": true,
                     *             "like_count": 12,
                     *             "model_name": null,
                     *             "placeholder": null,
                     *             "prompt": "a wooden floor in the morning light",
                     *             "thumbnails": {},
                     *             "tournament_loss_count": 2,
                     *             "tournament_win_count": 5,
                     *             "updated_at": "2026-11-30T12:00:00Z",
                     *             "user_id": 4,
                     *             "width": 1024
                     *           }
                     *         ],
                     *         "match_id": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11",
                     *         "message": "Which one is better?"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Match"][];
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    listRankings: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rankings": [
                     *         {
                     *           "image": {
                     *             "author": {
                     *               "id": 3,
                     *               "username": "minji"
                     *             },
                     *             "created_at": "2026-11-30T12:00:00Z",
                     *             "height": 768,
                     *             "id": 7,
                     *             "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
                     *             "is_active": true,
                     *             "is_liked": false,
                     *             "is_tournament_opt_in": true,
                     *             "like_count": 12,
                     *             "model_name": "Flux",
                     *             "placeholder": null,
                     *             "prompt": "a wooden floor in the morning light",
                     *             "thumbnails": {},
                     *             "tournament_loss_count": 2,
                     *             "tournament_win_count": 5,
                     *             "updated_at": "2026-11-30T12:00:00Z",
                     *             "user_id": 3,
                     *             "width": 1024
                     *           },
                     *           "loss_count": 2,
                     *           "matches": 7,
                     *           "provisional": true,
                     *           "rank": 1,
                     *           "rating": 1043.2,
                     *           "rating_high": 1104.7,
                     *           "rating_low": 981.7,
                     *           "win_count": 5
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Rankings"];
                };
            };
            /** @description Unchanged since the response with the ETag of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Maru-As-Of": components["headers"]["X-Maru-As-Of"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    skipMatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "match_id": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11"
                 *     }
                 */
                "application/json": components["schemas"]["Skip"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request: `malformed` */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed";
                    };
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Forbidden: `not_your_match` */
            403: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_your_match";
                    };
                };
            };
            /** @description Conflict: `already_voted` */
            409: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "already_voted";
                    };
                };
            };
            /** @description Gone: `match_gone` */
            410: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "match_gone";
                    };
                };
            };
            /** @description Content Too Large: `too_large` */
            413: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_large";
                    };
                };
            };
            /** @description Unsupported Media Type: `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
    vote: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ballot"];
            };
        };
        responses: {
            /** @description You already gave the same vote */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "loser_image_id": 8,
                     *       "match_id": "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11",
                     *       "message": "Your vote is counted.",
                     *       "vote_id": 55,
                     *       "winner_image_id": 7,
                     *       "winner_new_win_count": 6
                     *     }
                     */
                    "application/json": components["schemas"]["VoteResult"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoteResult"];
                };
            };
            /** @description Bad Request: `malformed` */
            400: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed";
                    };
                };
            };
            /** @description Unauthorized: `invalid_token`, `not_authenticated` */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_token" | "not_authenticated";
                    };
                };
            };
            /** @description Forbidden: `not_your_match` */
            403: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_your_match";
                    };
                };
            };
            /** @description Conflict: `already_voted`, `pair_already_judged`, `wrong_pair` */
            409: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "already_voted" | "pair_already_judged" | "wrong_pair";
                    };
                };
            };
            /** @description Gone: `match_gone` */
            410: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "match_gone";
                    };
                };
            };
            /** @description Content Too Large: `too_large` */
            413: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_large";
                    };
                };
            };
            /** @description Unsupported Media Type: `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                    };
                };
            };
            /** @description Unprocessable Content: `invalid` */
            422: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid";
                    };
                };
            };
            /** @description Too Many Requests: `rate_limited` */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "rate_limited";
                    };
                };
            };
            /** @description Service Unavailable: `unavailable` */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "unavailable";
                    };
                };
            };
        };
    };
}
