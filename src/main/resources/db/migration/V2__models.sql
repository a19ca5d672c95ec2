-- last_version only ever grows, so the number of a deleted version is never given out again
create table model (
    name varchar(64) primary key,
    last_version integer not null
);

create table model_version (
    model varchar(64) not null references model (name),
    version integer not null,
    origin uuid not null unique,
    folder varchar(250) not null,
    card text not null,
    created_at timestamp with time zone not null,
    primary key (model, version)
);

create table model_file (
    model varchar(64) not null,
    version integer not null,
    name varchar(100) not null,
    sha256 varchar(64) not null,
    primary key (model, version, name),
    foreign key (model, version) references model_version (model, version) on delete cascade
);

create table model_alias (
    model varchar(64) not null,
    alias varchar(64) not null,
    version integer not null,
    primary key (model, alias),
    foreign key (model, version) references model_version (model, version)
);
