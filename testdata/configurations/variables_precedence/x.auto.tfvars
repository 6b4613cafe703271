b = "x.auto.tfvars"
c = "x.auto.tfvars"
