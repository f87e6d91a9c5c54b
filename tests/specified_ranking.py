"""The ranking query as the specification prints it, but for the column's name: the truth for every test."""

# $1: since when events count · $2: how many places. Answers id, likes, wins and total of each.
SPECIFIED = """
    SELECT p.id, coalesce(l.n, 0) AS likes, coalesce(w.n, 0) AS wins,
           coalesce(l.n, 0) + coalesce(w.n, 0) AS total
    FROM image_posts p
    LEFT JOIN (SELECT image_post_id, count(*) AS n FROM image_likes
               WHERE created_at >= $1 GROUP BY image_post_id) l ON l.image_post_id = p.id
    LEFT JOIN (SELECT winner_image_id, count(*) AS n FROM tournament_votes
               WHERE created_at >= $1 GROUP BY winner_image_id) w ON w.winner_image_id = p.id
    WHERE p.is_active ORDER BY total DESC, p.created_at DESC, p.id DESC LIMIT $2"""
