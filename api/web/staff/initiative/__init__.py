"""The page of one initiative: where it stands, what is missing and from whom, what comes if nobody acts."""
