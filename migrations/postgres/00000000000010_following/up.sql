-- Who is told by e-mail of a project's news, and the letters that wait to be sent.

CREATE TABLE followers (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    email TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('zh-CN','en')),
    state TEXT NOT NULL CHECK (state IN ('pending','confirmed')),
    asked_at TIMESTAMPTZ NOT NULL,
    told_until TIMESTAMPTZ NOT NULL,
    UNIQUE (project_id, email)
);

CREATE TABLE follower_letters (
    id UUID NOT NULL PRIMARY KEY,
    follower_id UUID NOT NULL REFERENCES followers (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting','given_up')),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX followers_by_email ON followers (email);
CREATE INDEX follower_letters_by_due_at ON follower_letters (due_at);
CREATE INDEX follower_letters_by_follower_id ON follower_letters (follower_id);
