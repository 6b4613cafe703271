resource "aws_instance" "i" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  monitoring                  = "true"
  associate_public_ip_address = "false"
  vpc_security_group_ids      = ["sg-b", "sg-a", "sg-b"]
  tags                        = { number = 1.50, bool = true, big = 123456789012345678901234567890, neg = -0.1, exp = 1e3 }
  root_block_device {
    volume_size = "100"
    encrypted   = "true"
    iops        = 3000.0
  }
  credit_specification {
    cpu_credits = null
  }
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = "2"
  }
}

resource "aws_db_instance" "d" {
  identifier              = "db"
  allocated_storage       = tonumber("20")
  engine                  = "mysql"
  instance_class          = "db.t3.micro"
  username                = "admin"
  password                = "secret-password"
  storage_encrypted       = tobool("true")
  backup_retention_period = max(1, 7, 3)
  skip_final_snapshot     = true
  publicly_accessible     = null
  enabled_cloudwatch_logs_exports = toset(["error", "general", "error"])
}

resource "aws_security_group" "attr" {
  name    = "attr"
  ingress = []
  egress = [{
    from_port = 0, to_port = 0, protocol = "-1", cidr_blocks = ["0.0.0.0/0"], description = "all"
    ipv6_cidr_blocks = [], prefix_list_ids = [], security_groups = [], self = false
  }]
}
