tfvars_secret = "TFVARSMARKER25"
