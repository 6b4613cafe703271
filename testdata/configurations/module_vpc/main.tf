locals {
  region = "eu-west-1"
  azs    = [for zone in ["a", "b", "c"] : "${local.region}${zone}"]
  cidr   = "10.40.0.0/16"
}

module "network" {
  source = "./network"

  name             = "core"
  cidr             = local.cidr
  secondary_cidrs  = ["10.41.0.0/16", "100.64.0.0/16"]
  azs              = local.azs
  private_subnets  = [for index, _ in local.azs : cidrsubnet(local.cidr, 4, index)]
  public_subnets   = [for index, _ in local.azs : cidrsubnet(local.cidr, 8, index + 48)]
  database_subnets = [for index, _ in local.azs : cidrsubnet(local.cidr, 8, index + 56)]

  private_subnet_names = ["app-one", "app-two"]
  one_nat_per_zone     = true
  flow_log = {
    destination = "logs"
    fields      = ["version", "srcaddr", "dstaddr"]
  }
  default_acl = [
    { number = 100, action = "allow", from = 0, to = 0, protocol = "-1", cidr = "0.0.0.0/0" },
    { number = 90, action = "deny", from = 3389, to = 3389, protocol = "tcp", cidr = "0.0.0.0/0" },
  ]
  tags                = { Environment = "production", Owner = "platform" }
  public_subnet_tags  = { "kubernetes.io/role/elb" = 1 }
  private_subnet_tags = { "kubernetes.io/role/internal-elb" = 1 }
  tags_by_zone        = { "eu-west-1b" = { Spare = true } }
}

module "off" {
  source = "./network"
  create = false
  azs    = local.azs
}

module "isolated" {
  source          = "./network"
  name            = "isolated"
  cidr            = "192.168.0.0/20"
  azs             = slice(local.azs, 0, 2)
  private_subnets = cidrsubnets("192.168.0.0/20", 4, 6)
  enable_nat      = false
}

output "nat_count" {
  value = { for name, made in { core = module.network, off = module.off, isolated = module.isolated } : name => made.nat_count }
}
output "sizes" {
  value = module.network.subnet_sizes
}
