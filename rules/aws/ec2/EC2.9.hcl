control "EC2.9" {
  slug     = "ec2-instance-no-public-ip"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration", "Public IP addresses"]
  title = {
    en = "EC2 instances have no public IPv4 address"
    ja = "EC2 インスタンスにパブリック IPv4 アドレスがない"
  }
  why = {
    en = "An instance with a public address is one careless security group away from the whole internet. Behind a load balancer or reached through Session Manager it needs none."
    ja = "パブリックアドレスを持つインスタンスは、セキュリティグループを 1 つ間違えるだけでインターネット全体に晒されます。ロードバランサーや Session Manager を使えば不要です。"
  }
  decides = "partly"
  limits = {
    en = "An instance that says nothing itself and stands in a subnet known only by its id is not judged, because that subnet's setting is not seen: say associate_public_ip_address, or read the subnet with data.aws_subnet. Addresses associated outside the code are not seen."
    ja = "自身に指定がなく、サブネットも ID でしか分からないインスタンスは、サブネットの設定が見えないため判定しません。associate_public_ip_address を明示するか、data.aws_subnet で参照してください。コード外で関連付けられたアドレスも対象外です。"
  }
  config_rule = "ec2-instance-no-public-ip"
  frameworks = {
    "aws-fsbp"       = ["EC2.9"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1", "A.8.20", "A.8.21", "A.8.22"]
    "soc2"                          = ["cc_6_6"]
    "nist-csf-2.0"                  = ["ip_1"]
  }

  check "aws_instance" "aws_spot_instance_request" {
    filter = any([length(attrs.network_interface) > 0, local.said != null, local.subnet != null, !is_set(local.subnet_id)])
    locals {
      template   = launch_template(attrs.launch_template)
      interfaces = default(attribute(local.template, "network_interfaces[*].associate_public_ip_address"), [])
      templated  = length(local.interfaces) > 0 ? try(tobool(local.interfaces[0]), null) : null
      said       = default(attrs.associate_public_ip_address, local.templated)
      subnet_id  = attrs.subnet_id
      subnet     = target(local.subnet_id, "aws_subnet", "aws_default_subnet", "data.aws_subnet")
      inherited  = local.subnet == null ? true : default(attribute(local.subnet, "map_public_ip_on_launch"), can(regex("(^|\\.)aws_default_subnet\\.", address(local.subnet))))
      public     = length(attrs.network_interface) > 0 ? false : default(local.said, local.inherited)
    }
    enforce {
      condition = !local.public
      at        = "associate_public_ip_address"
      error_message = {
        en = "the instance gets a public address"
        ja = "インスタンスにパブリック IP アドレスが割り当てられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "give the instance no public address"
        ja = "インスタンスにパブリック IP アドレスを割り当てない"
      }
      warning = {
        en = "The instance is replaced, and data on its own disks is lost unless they are kept. It then needs a load balancer for traffic in and a NAT gateway for traffic out."
        ja = "インスタンスは作り直され、ルートボリュームなどのデータは保持設定がない限り失われます。以後の受信にはロードバランサー、送信には NAT ゲートウェイなどが必要です。"
      }
      set = { associate_public_ip_address = false }
    }
  }

  check "aws_instance" "aws_spot_instance_request" {
    filter = exists(local.addresses)
    locals {
      attached  = concat(targets(attrs.network_interface[*].network_interface_id), [for attachment in companions("aws_network_interface_attachment", "instance_id") : target(attachment.network_interface_id)], companions("aws_network_interface", "attachment.instance"))
      addresses = flatten(concat([companions("aws_eip", "instance"), companions("aws_eip", "network_interface"), companions("aws_eip_association", "instance_id"), companions("aws_eip_association", "network_interface_id")], [for interface in local.attached : [companions_of(interface, "aws_eip", "network_interface"), companions_of(interface, "aws_eip_association", "network_interface_id")] if interface != null]))
    }
    enforce {
      condition = !exists(local.addresses)
      error_message = {
        en = "an Elastic IP address is associated with the instance"
        ja = "インスタンスに Elastic IP アドレスが関連付けられている"
      }
    }
    no_fix = {
      en = "deleting the address cuts off whoever uses it: move its traffic to a load balancer, a NAT gateway or Session Manager first, then delete the association"
      ja = "アドレスを外すと利用者との通信が切れる。先にロードバランサーや NAT ゲートウェイ、Session Manager に切り替えてから、関連付けを削除する"
    }
  }

  check "aws_spot_fleet_request" {
    each   = "launch_specification"
    filter = any([local.said, local.subnet != null, !is_set(each.value.subnet_id)])
    locals {
      # False stands for not set: the subnet decides.
      said      = default(each.value.associate_public_ip_address, false)
      subnet    = target(each.value.subnet_id, "aws_subnet", "aws_default_subnet", "data.aws_subnet")
      inherited = local.subnet == null ? !is_set(each.value.subnet_id) : default(attribute(local.subnet, "map_public_ip_on_launch"), can(regex("(^|\\.)aws_default_subnet\\.", address(local.subnet))))
    }
    enforce {
      condition = !local.said && !local.inherited
      at        = "associate_public_ip_address"
      error_message = {
        en = "instances that the fleet starts get a public address"
        ja = "フリートが起動するインスタンスにパブリック IP アドレスが割り当てられる"
      }
    }
    fix {
      when   = !local.inherited
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "give the fleet's instances no public address"
        ja = "フリートのインスタンスにパブリック IP アドレスを割り当てない"
      }
      warning = {
        en = "The request is replaced by a new one. Instances of the old one keep running as they are unless the request terminates them when it is deleted. New ones need a load balancer for traffic in and a NAT gateway for traffic out."
        ja = "スポットフリートリクエストは作り直されます。削除時に終了する設定でなければ、元のインスタンスは変更前の状態で稼働し続けます。新しいインスタンスの受信にはロードバランサー、送信には NAT ゲートウェイなどが必要です。"
      }
      set = { associate_public_ip_address = false }
    }
    no_fix = {
      en = "the subnet decides, and a launch specification cannot refuse: name a subnet that gives no public addresses, or start the fleet from a launch template that refuses them (launch_template_config)"
      ja = "サブネットの設定に従うため launch_specification では拒否できない。パブリック IP を割り当てないサブネットを指定するか、割り当てを拒否する起動テンプレートを launch_template_config で使う"
    }
  }

  remediation {
    console = {
      en = ["Disassociate Elastic IP addresses from the instance in the EC2 console.", "Create an image of the instance and launch it again in a private subnet with auto-assign public IP disabled.", "Reach it through a load balancer or Session Manager, and terminate the old instance."]
      ja = ["EC2 コンソールで Elastic IP アドレスの関連付けを解除する。", "インスタンスから AMI を作成し、プライベートサブネットで「パブリック IP の自動割り当て」を無効にして起動し直す。", "ロードバランサーや Session Manager 経由の接続に切り替え、元のインスタンスを終了する。"]
    }
    cli = "aws ec2 disassociate-address --association-id ASSOCIATION_ID"
  }

  example "fail" "asked for" {
    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      subnet_id                   = "subnet-0a1b2c3d4e5f60718"
    }
  }

  example "fixed" "asked for" {
    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
      subnet_id                   = "subnet-0a1b2c3d4e5f60718"
    }
  }

  example "fail" "by its subnet" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = aws_subnet.a.id
    }
  }

  example "fixed" "by its subnet" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      subnet_id                   = aws_subnet.a.id
      associate_public_ip_address = false
    }
  }

  example "pass" "several interfaces of their own" {
    resource "aws_network_interface" "first" {
      subnet_id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_network_interface" "second" {
      subnet_id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"

      network_interface {
        device_index         = 0
        network_interface_id = aws_network_interface.first.id
      }

      network_interface {
        device_index         = 1
        network_interface_id = aws_network_interface.second.id
      }
    }
  }

  example "fail" "no subnet: the default VPC" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fixed" "no subnet: the default VPC" {
    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }
  }

  example "fail" "a default subnet" {
    resource "aws_default_subnet" "a" {
      availability_zone = "us-east-1a"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = aws_default_subnet.a.id
    }
  }

  example "fail" "by its launch template" {
    resource "aws_launch_template" "app" {
      name = "app"
      network_interfaces {
        associate_public_ip_address = "true"
      }
    }

    resource "aws_instance" "app" {
      instance_type = "t3.micro"
      launch_template {
        id = aws_launch_template.app.id
      }
    }
  }

  example "fixed" "by its launch template" {
    resource "aws_launch_template" "app" {
      name = "app"
      network_interfaces {
        associate_public_ip_address = "true"
      }
    }

    resource "aws_instance" "app" {
      instance_type               = "t3.micro"
      associate_public_ip_address = false
      launch_template {
        id = aws_launch_template.app.id
      }
    }
  }

  example "fail" "an Elastic IP address" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = aws_subnet.a.id
    }

    resource "aws_eip" "app" {
      domain   = "vpc"
      instance = aws_instance.app.id
    }
  }

  example "fail" "an associated address" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = aws_subnet.a.id
    }

    resource "aws_eip" "app" {
      domain = "vpc"
    }

    resource "aws_eip_association" "app" {
      instance_id   = aws_instance.app.id
      allocation_id = aws_eip.app.id
    }
  }

  example "fail" "an address of its network interface" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_network_interface" "app" {
      subnet_id = aws_subnet.a.id
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = aws_network_interface.app.id
      }
    }

    resource "aws_eip" "app" {
      domain            = "vpc"
      network_interface = aws_network_interface.app.id
    }
  }

  example "pass" "a private subnet by default" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = aws_subnet.a.id
    }
  }

  example "pass" "refused in a public subnet" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      subnet_id                   = aws_subnet.a.id
      associate_public_ip_address = false
    }
  }

  example "pass" "refused by the launch template" {
    resource "aws_launch_template" "app" {
      name = "app"
      network_interfaces {
        associate_public_ip_address = "false"
      }
    }

    resource "aws_instance" "app" {
      instance_type = "t3.micro"
      launch_template {
        name = aws_launch_template.app.name
      }
    }
  }

  example "pass" "a network interface of its own" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_network_interface" "app" {
      subnet_id = aws_subnet.a.id
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = aws_network_interface.app.id
      }
    }
  }

  example "pass" "a subnet that was read" {
    data = {
      "data.aws_subnet.a" = { map_public_ip_on_launch = false }
    }

    data "aws_subnet" "a" {
      id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      subnet_id     = data.aws_subnet.a.id
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_instance" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = tobool(terraform_data.later.output)
      subnet_id                   = "subnet-0a1b2c3d4e5f60718"
    }
  }

  example "unknown" "launch templates of another configuration" {
    resource "aws_instance" "by_id" {
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0123456789abcdef0"
      }
    }

    resource "aws_instance" "by_name" {
      instance_type = "t3.micro"
      launch_template {
        name = "golden"
      }
    }
  }

  example "fail" "a Spot request that asks for it" {
    resource "aws_spot_instance_request" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
    }
  }

  example "fixed" "a Spot request that asks for it" {
    resource "aws_spot_instance_request" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }
  }

  example "fail" "an address of the instance of a Spot request" {
    resource "aws_spot_instance_request" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }

    resource "aws_eip" "app" {
      instance = aws_spot_instance_request.app.spot_instance_id
    }
  }

  example "fail" "a Spot fleet that asks for it" {
    resource "aws_subnet" "private" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_spot_fleet_request" "known" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        subnet_id                   = aws_subnet.private.id
        associate_public_ip_address = true
      }
    }

    resource "aws_spot_fleet_request" "elsewhere" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        subnet_id                   = "subnet-0a1b2c3d4e5f60718"
        associate_public_ip_address = true
      }
    }
  }

  example "fixed" "a Spot fleet that asks for it" {
    resource "aws_subnet" "private" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_spot_fleet_request" "known" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        subnet_id                   = aws_subnet.private.id
        associate_public_ip_address = false
      }
    }

    resource "aws_spot_fleet_request" "elsewhere" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        subnet_id                   = "subnet-0a1b2c3d4e5f60718"
        associate_public_ip_address = false
      }
    }
  }

  example "fail" "Spot fleets with user data, where the default subnet decides" {
    resource "aws_spot_fleet_request" "one" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        user_data     = "#!/bin/sh\nsystemctl start one"
      }
    }

    resource "aws_spot_fleet_request" "two" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        user_data     = "#!/bin/sh\nsystemctl start one"
      }
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        user_data                   = "#!/bin/sh\nsystemctl start two"
        associate_public_ip_address = true
      }
    }
  }

  example "fail" "a Spot fleet by its subnet" {
    resource "aws_subnet" "public" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_default_subnet" "a" {
      availability_zone = "us-east-1a"
    }

    resource "aws_spot_fleet_request" "subnet" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        subnet_id     = aws_subnet.public.id
      }
    }

    resource "aws_spot_fleet_request" "refused" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami                         = "ami-0123456789abcdef0"
        instance_type               = "t3.micro"
        subnet_id                   = aws_subnet.public.id
        associate_public_ip_address = false
      }
    }

    resource "aws_spot_fleet_request" "default" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        subnet_id     = aws_default_subnet.a.id
      }
    }

    resource "aws_spot_fleet_request" "nothing" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
      }
    }
  }

  example "pass" "Spot requests and fleets in private subnets" {
    resource "aws_subnet" "private" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_spot_instance_request" "app" {
      ami                         = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }

    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        subnet_id     = aws_subnet.private.id
      }
    }
  }
}
