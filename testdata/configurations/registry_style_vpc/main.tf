module "vpc" {
  source             = "./vpc"
  name               = "main"
  cidr               = "10.0.0.0/16"
  azs                = ["us-east-1a", "us-east-1b", "us-east-1c"]
  private_subnets    = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24"]
  single_nat_gateway = false
  tags               = { Terraform = "true" }
  nacl_rules = [
    { rule_number = 100, rule_action = "allow", from_port = 0, to_port = 0, protocol = "-1", cidr_block = "0.0.0.0/0" },
    { rule_number = 101, rule_action = "deny", from_port = 22, to_port = 22, protocol = "tcp", cidr_block = "0.0.0.0/0" },
  ]
}

output "nat" {
  value = module.vpc.nat_ids
}
