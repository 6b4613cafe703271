provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

locals {
  envs = { dev = 1, prod = 2 }
}

module "env" {
  source   = "./env"
  for_each = local.envs
  name     = each.key
  size     = each.value
  providers = {
    aws      = aws
    aws.peer = aws.west
  }
}

module "twice_a" {
  source = "./leaf"
  name   = "twice"
  tags   = { from = "a", env = module.env["dev"].summary.name }
}

module "twice_b" {
  source = "./leaf"
  count  = 2
  name   = "twice-${count.index}"
}

resource "aws_sns_topic" "all" {
  name = join("-", flatten([for k, m in module.env : m.summary.leaves]))
  tags = { b1 = module.twice_b[1].name, all = join(",", module.twice_b[*].name) }
}
