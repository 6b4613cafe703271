locals {
  volumes = { fresh = 8, same = 8, called = 8 }
}

resource "aws_ebs_volume" "listed" {
  for_each          = local.volumes
  availability_zone = "us-east-1a"
  size              = each.value
}

moved {
  from = aws_ebs_volume.listed["renamed"]
  to   = aws_ebs_volume.listed["called"]
}

module "shop" {
  source   = "./store"
  for_each = toset(["a", "c"])
  name     = each.key
}

moved {
  from = module.store["a"]
  to   = module.shop["a"]
}

moved {
  from = module.store["b"]
  to   = module.shop["c"]
}
