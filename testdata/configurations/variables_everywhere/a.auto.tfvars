from_auto = {
  b = [2, true]
  "c d" = []
}
twice = "a.auto.tfvars"
