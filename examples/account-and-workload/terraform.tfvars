account_id  = "111122223333"
environment = "production"

contacts = {
  BILLING = {
    name  = "Finance operations"
    email = "aws-billing@corp.example"
    phone = "+81-3-0000-1000"
  }
  OPERATIONS = {
    name  = "Platform team"
    email = "aws-operations@corp.example"
    phone = "+81-3-0000-2000"
  }
}

password_policy = {
  minimum_length  = 16
  require_symbols = false # the old directory tool could not type them
}

network = {
  vpc_id          = "vpc-0a1b2c3d4e5f60718"
  private_subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"]
  office_cidr     = "203.0.113.0/24"
}

access_log_bucket = "corp-example-access-logs"

services = {
  api = {
    instance_type = "t3.medium"
    ingress = {
      https = { port = 443, cidr_blocks = ["0.0.0.0/0"] }
    }
  }

  worker = {
    http_tokens = "optional"
    ingress = {
      metrics = { port = 9100, cidr_blocks = ["10.20.0.0/16"] }
      ssh = {
        port = 22
        cidr_blocks = [
          "10.20.0.0/16",
          "0.0.0.0/0",
        ]
      }
    }
  }
}
